"""Cancel a booking."""

from dataclasses import dataclass
from typing import Literal

from booking.adapters.work import Work
from booking.commands.free_place import free_place
from booking.domain import life
from booking.domain.booking import Booking
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking:
    tenant: TenantId
    booking_id: BookingId
    by: Literal["guest", "venue"]
    reason: str | None = None


async def cancel_booking(command: CancelBooking, work: Work) -> Booking:
    """The guest or the venue calls it off before the guest has come.

    - The freed place is offered to the waitlist in the same transaction.
    - Cancelling twice changes nothing.
    """
    booking = await work.lock_with_places(command.tenant, command.booking_id)
    step = life.cancel(booking, by=command.by, reason=command.reason, now=work.now)
    if step.fact is not None:
        await free_place(booking, work)
    return await work.save(step)
