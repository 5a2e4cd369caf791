"""Declare a booking late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.adapters.work import Work
from booking.domain import life
from booking.domain.booking import Booking, DeclaredBy
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareLate:
    """The told arrival, if any, as an instant or as a time from now."""

    tenant: TenantId
    booking_id: BookingId
    by: DeclaredBy
    eta: datetime | None = None
    eta_in: timedelta | None = None


async def declare_late(command: DeclareLate, work: Work) -> Booking:
    """The guest will be late, or is.

    - Before the start it is an announcement; once the guest is here it is refused.
    - Declared again it updates the arrival that was told, and counts how often that was told anew.
    - Nothing else changes: what follows is decided by the rules of the house.
    """
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    eta = command.eta if command.eta_in is None else work.now + command.eta_in
    step = life.declare_late(booking, by=command.by, eta=eta, now=work.now)
    if booking.late is None:
        work.alarms.when_booking_ends(step.booking)
    return await work.save(step)


async def declare_missing_guest_late(tenant: TenantId, booking_id: BookingId, work: Work) -> Booking:
    """The clock's question: is the guest still missing? Whoever came, cancelled or told us is left alone."""
    booking = await work.bookings.lock(tenant, booking_id)
    venue = await work.venues.get(tenant, booking.venue_id)
    step = life.miss(booking, now=work.now)
    due = life.late_is_due(booking, venue.late_after)
    if step.fact is not None and work.now < due:
        # the time was moved while this question was on its way
        work.alarms.when_late_is_due(booking, due)
        return booking
    if step.fact is not None:
        work.alarms.when_booking_ends(step.booking)
    return await work.save(step)
