"""Finish: the guest leaves."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.commands.free_place import free_place
from booking.domain import life
from booking.domain.booking import Booking
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishBooking:
    tenant: TenantId
    booking_id: BookingId


async def finish_booking(command: FinishBooking, work: Work) -> Booking:
    """The guest has left.

    - What is left of the period is free at once, and offered to the waitlist in the same transaction.
    """
    booking = await work.lock_with_places(command.tenant, command.booking_id)
    step = life.finish(booking, now=work.now)
    if step.fact is not None:
        await free_place(booking, work)
    return await work.save(step)
