"""Ask the rules anew when a promised instant has passed."""

from policy.adapters.work import Work
from policy.commands.carry_out_answer import HOLD_DEADLINE
from policy.commands.decide_hold import DecideHold, decide_hold
from policy.commands.end_hold import EndHold, end_hold
from policy.domain.case import HoldState
from policy.domain.hold_question import DEADLINE_DELAY


async def decide_at_deadline(tenant: str, booking_id: str, work: Work) -> None:
    """The deadline is a question, never an order.

    - The rules are asked with the facts of now: still hold, then the new `until` is told; else release or ask staff.
    - A deadline that is overdue by more than the venue allows is a question to staff: policy was away.
    - At the booking's end there is nothing left to decide; an unanswered question ends with it.
    """
    case = await work.cases.lock(tenant, booking_id)
    if case is None or case.hold not in (HoldState.KEPT, HoldState.ASKED_STAFF):
        return
    if not case.awaits_guest(work.now):
        await work.cases.save(await end_hold(EndHold(case=case, reason="ended"), work), work.now)
        return
    due = case.promise.until + DEADLINE_DELAY if case.promise is not None else work.now
    if case.hold == HoldState.KEPT and work.now < due:
        work.transaction.set_timer(HOLD_DEADLINE, booking_id, tenant=tenant, fire_at=due)
        return
    await work.cases.save(await decide_hold(DecideHold(case=case), work), work.now)
