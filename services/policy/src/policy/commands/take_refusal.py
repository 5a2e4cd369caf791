"""Booking refused a release: the loser of a race."""

from dataclasses import dataclass
from typing import assert_never

from policy.adapters.work import Work
from policy.commands.decide_hold import DecideHold, decide_hold
from policy.commands.end_hold import EndHold, end_hold
from policy.commands.hear_booking import HearBooking, hear_booking
from policy.domain.ask_reason import AskReason
from policy.domain.case import HoldState
from policy.heard import RefusalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRefusal:
    heard: HearBooking
    decision_id: str
    reason: RefusalReason


async def take_refusal(command: TakeRefusal, work: Work) -> None:
    """Follow what the world has become.

    - A refusal of any but the last decision changes nothing.
    - `changed`: the rules are asked again. `stale`: so too, but a release becomes a question to staff, because
      the message that would have told the guest until when may be as late as the release was.
    - `arrived`, `ended`: the hold is over.
    """
    case = await hear_booking(command.heard, work)
    if case.hold == HoldState.RELEASE_DECIDED and case.decision_id == command.decision_id:
        match command.reason:
            case "changed":
                case = await decide_hold(DecideHold(case=case), work)
            case "stale":
                case = await decide_hold(DecideHold(case=case, forced=AskReason.RELEASE_REFUSED), work)
            case "arrived" | "ended":
                case = await end_hold(EndHold(case=case, reason=command.reason), work)
            case _:
                assert_never(command.reason)
    await work.cases.save(case, work.now)
