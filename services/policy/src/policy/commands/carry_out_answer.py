"""Carry a decision out: record it, tell the world, set the deadline."""

from dataclasses import dataclass

from messaging.ids import new_id

from policy.adapters.booking_ref import booking_ref
from policy.adapters.decision_record import record_of
from policy.adapters.decisions import RecordedDecision
from policy.adapters.work import Work
from policy.domain.ask_reason import AskReason
from policy.domain.case import Case, HoldState
from policy.domain.hold_decision import HoldAnswer
from policy.domain.hold_question import DEADLINE_DELAY, HoldQuestion, Promise, Versions
from policy.domain.late_arrival import ASK_STAFF, HOLD, LATE_ARRIVAL_HOLD
from policy.events import HoldDecided, ReleaseDecided, StaffAsked

HOLD_DEADLINE = "hold_deadline"
SUPERSEDED = {"by": "rules", "action": "keep", "reason": "the rules keep the place after all"}


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer with what was asked."""

    case: Case
    question: HoldQuestion
    versions: Versions
    answer: HoldAnswer
    forced: AskReason | None = None


async def carry_out_answer(decided: Decided, work: Work) -> Case:
    """Carry the answer out; returns the case as it is afterwards."""
    case, answer = decided.case, decided.answer
    if answer.action == HOLD and answer.promise is not None:
        return await _keep(decided, answer.promise, work)
    if case.hold == HoldState.KEPT and case.promise and work.now < case.promise.until + DEADLINE_DELAY:
        # the guest may have arrived in time and not been heard of yet: the deadline asks in a moment
        return case
    if case.hold == HoldState.ASKED_STAFF:
        # the question stands until a person answers it
        return case
    if answer.action == ASK_STAFF or answer.promise is None:
        return await _ask_staff(decided, work)
    return await _release(decided, answer.promise, work)


async def _keep(decided: Decided, promise: Promise, work: Work) -> Case:
    case, answer = decided.case, decided.answer
    eta = decided.question.eta
    told = case.promise is not None and case.hold == HoldState.KEPT
    if told and case.promise is not None and promise.until == case.promise.until and eta == case.told_eta:
        return case
    decision = await _record(decided, work)
    if case.hold == HoldState.ASKED_STAFF and case.decision_id is not None:
        await work.decisions.close(case.tenant, case.decision_id, {**SUPERSEDED, "decision_id": decision.id})
    work.transaction.publish(
        HoldDecided(
            booking_id=case.booking.id,
            booking=booking_ref(case.booking),
            decision_id=decision.id,
            decided_at=work.now,
            until=promise.until,
            rule_id=promise.rule_id,
            kind=answer.kind,  # type: ignore[arg-type]  # pydantic refuses any other kind
            rules_version=promise.version_id or decided.versions.active.id,
            eta=eta,
            eta_beyond_rules=answer.eta_beyond_rules,
            explanation=decision.record["texts"],
        ),
        tenant=case.tenant,
    )
    work.transaction.set_timer(
        HOLD_DEADLINE, case.booking.id, tenant=case.tenant, fire_at=promise.until + DEADLINE_DELAY
    )
    return case.kept(promise, decision_id=decision.id)


async def _release(decided: Decided, promise: Promise, work: Work) -> Case:
    case, answer = decided.case, decided.answer
    decision = await _record(decided, work)
    work.transaction.publish(
        ReleaseDecided(
            booking_id=case.booking.id,
            booking=booking_ref(case.booking),
            decision_id=decision.id,
            decided_at=work.now,
            booking_version=case.booking.version,
            until=promise.until,
            rule_id=answer.rule_id or promise.rule_id,
            kind=answer.kind,  # type: ignore[arg-type]  # pydantic refuses any other kind
            rules_version=answer.asked.chosen.id,
            explanation=decision.record["texts"],
        ),
        tenant=case.tenant,
    )
    work.transaction.cancel_timer(HOLD_DEADLINE, case.booking.id)
    return case.release_decided(decision_id=decision.id)


async def _ask_staff(decided: Decided, work: Work) -> Case:
    case, answer = decided.case, decided.answer
    decision = await _record(decided, work)
    work.transaction.publish(
        StaffAsked(
            booking_id=case.booking.id,
            booking=booking_ref(case.booking),
            decision_id=decision.id,
            reason=(answer.reason or AskReason.POLICY_WAS_AWAY).value,
            detail=answer.detail,
            asked_at=work.now,
            keep_until=case.booking.ends_at,
        ),
        tenant=case.tenant,
    )
    # nobody may answer: the question ends with the booking
    work.transaction.set_timer(
        HOLD_DEADLINE, case.booking.id, tenant=case.tenant, fire_at=case.booking.ends_at + DEADLINE_DELAY
    )
    return case.asked_staff(decision_id=decision.id)


async def _record(decided: Decided, work: Work) -> RecordedDecision:
    case, answer = decided.case, decided.answer
    waits = answer.action == ASK_STAFF
    decision = RecordedDecision(
        tenant=case.tenant,
        id=new_id("dec"),
        booking_id=case.booking.id,
        venue_id=case.booking.venue_id,
        decision=LATE_ARRIVAL_HOLD,
        outcome=answer.action,
        kind=answer.kind,
        as_of=decided.question.as_of,
        made_at=work.now,
        record=record_of(decided.question, decided.versions, answer, case.booking, forced=decided.forced),
        waiting=waits,
        keep_until=case.booking.ends_at if waits else None,
    )
    await work.decisions.add(decision)
    return decision
