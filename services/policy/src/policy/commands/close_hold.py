"""The booking is cancelled, finished or over: whatever runs about it ends."""

from policy.adapters.work import Work
from policy.commands.end_hold import EndHold, EndReason, end_hold
from policy.commands.hear_booking import HearBooking, hear_booking


async def close_hold(command: HearBooking, reason: EndReason, work: Work) -> None:
    """The deadline dies with the booking."""
    case = await hear_booking(command, work)
    await work.cases.save(await end_hold(EndHold(case=case, reason=reason), work), work.now)
