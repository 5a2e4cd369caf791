"""A hold has ended."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain import keeping
from booking.domain.booking import Booking
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHold:
    tenant: TenantId
    booking_id: BookingId
    decision_id: str


async def end_hold(command: EndHold, work: Work) -> Booking:
    """The decision behind the hold holds no more; a hold of a newer decision stays."""
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    return await work.save(keeping.end_hold(booking, decision_id=command.decision_id, now=work.now))
