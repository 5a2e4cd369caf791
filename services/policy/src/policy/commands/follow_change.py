"""A booking was changed: time, party or place."""

from policy.adapters.work import Work
from policy.commands.decide_hold import DecideHold, decide_hold
from policy.commands.end_hold import EndHold, end_hold
from policy.commands.hear_booking import HearBooking, hear_booking


async def follow_change(command: HearBooking, work: Work) -> None:
    """A changed time ends the hold and starts anew; any other change asks the rules again.

    - Booking says that the guest is no longer late when the time was changed.
    """
    before = await work.cases.lock(command.tenant, command.booking.id)
    case = await hear_booking(command, work)
    moved = before is not None and before.booking.expected_by != case.booking.expected_by
    if case.booking.late is None or moved:
        case = (await end_hold(EndHold(case=case, reason="changed"), work)).started_anew()
    if case.booking.late is not None:
        case = await decide_hold(DecideHold(case=case), work)
    await work.cases.save(case, work.now)
