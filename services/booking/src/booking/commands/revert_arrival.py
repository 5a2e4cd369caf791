"""Take back an arrival that was noted by mistake."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain import life
from booking.domain.booking import Booking
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertArrival:
    tenant: TenantId
    booking_id: BookingId


async def revert_arrival(command: RevertArrival, work: Work) -> Booking:
    """The guest is awaited again.

    - Policy is asked anew; it never releases at once, there is time to put a mistake right.
    - A guest who was not declared late before is looked after by the clock again.
    """
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    step = life.revert_arrival(booking, now=work.now)
    back = step.booking
    if step.fact is not None:
        venue = await work.venues.get(back.tenant, back.venue_id)
        if back.late is None:
            due = max(work.now, life.late_is_due(back, venue.late_after))
            work.alarms.when_late_is_due(back, due)
        work.alarms.when_booking_ends(back)
    return await work.save(step)
