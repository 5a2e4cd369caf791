"""Mark a no-show: the verdict on a guest who never came."""

from dataclasses import dataclass
from typing import Literal

from booking.adapters.work import Work
from booking.commands.free_place import free_place
from booking.domain import life
from booking.domain.booking import Booking, State
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNoShow:
    tenant: TenantId
    booking_id: BookingId
    by: Literal["clock", "host"] = "host"
    reason: str | None = None


async def mark_no_show(command: MarkNoShow, work: Work) -> Booking:
    """The guest never came.

    - The clock gives the verdict at the booking's end, to a booking that is released or still unanswered.
    - A person may give it earlier, with a reason, once the guest is expected; what is left of the place is freed
      and offered in the same transaction. Never while the place is still promised to the guest.
    """
    booking = await work.lock_with_places(command.tenant, command.booking_id)
    life.require_no_promise(booking, now=work.now)
    step = life.mark_no_show(booking, by=command.by, reason=command.reason, now=work.now)
    if step.fact is not None and booking.has_place:
        await free_place(booking, work)
    return await work.save(step)


async def mark_unanswered_no_show(tenant: TenantId, booking_id: BookingId, work: Work) -> Booking:
    """The clock's question at the booking's end: did the guest ever come?"""
    booking = await work.lock_with_places(tenant, booking_id)
    if booking.state not in (State.CONFIRMED, State.RELEASED):
        return booking
    if work.now < booking.period.ends_at:
        # the time was moved while this question was on its way
        work.alarms.when_booking_ends(booking)
        return booking
    if booking.has_place:
        await free_place(booking, work)
    return await work.save(life.mark_no_show(booking, by="clock", reason=None, now=work.now))
