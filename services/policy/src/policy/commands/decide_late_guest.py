"""Decide about a guest who is late, or whose arrival was told anew."""

from policy.adapters.work import Work
from policy.commands.decide_hold import DecideHold, decide_hold
from policy.commands.hear_booking import HearBooking, hear_booking


async def decide_late_guest(command: HearBooking, work: Work) -> None:
    """Promise until when the place is kept, or ask staff.

    - A new ETA is a new question to the rules; the `until` that was told never gets earlier.
    - A hold that would be past already when it is first decided is a question to staff: nobody could be told.
    """
    case = await hear_booking(command, work)
    case = await decide_hold(DecideHold(case=case), work)
    await work.cases.save(case, work.now)
