"""End a hold: the guest came, or the booking is no longer what it was."""

from dataclasses import dataclass
from typing import Literal

from policy.adapters.booking_ref import booking_ref
from policy.adapters.work import Work
from policy.commands.carry_out_answer import HOLD_DEADLINE
from policy.domain.case import Case
from policy.events import HoldEnded

EndReason = Literal["arrived", "cancelled", "changed", "ended", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHold:
    """`told`: the world hears that the hold ended; not needed after a release that policy itself asked for."""

    case: Case
    reason: EndReason
    told: bool = True


async def end_hold(command: EndHold, work: Work) -> Case:
    """The deadline dies, and an open question to staff with it; returns the case, which the caller saves.

    - Ending what does not run changes nothing.
    """
    case = command.case
    if not case.is_held or case.decision_id is None:
        return case
    work.transaction.cancel_timer(HOLD_DEADLINE, case.booking.id)
    await work.decisions.close(
        case.tenant, case.decision_id, {"by": "booking", "action": None, "reason": command.reason}
    )
    if command.told:
        work.transaction.publish(
            HoldEnded(
                booking_id=case.booking.id,
                booking=booking_ref(case.booking),
                decision_id=case.decision_id,
                reason=command.reason,
            ),
            tenant=case.tenant,
        )
    return case.over()
