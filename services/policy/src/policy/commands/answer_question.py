"""Answer a question to staff."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from messaging.ids import new_id

from policy.adapters.booking_ref import booking_ref
from policy.adapters.decision_record import staff_record_of
from policy.adapters.decisions import RecordedDecision
from policy.adapters.plain import plain
from policy.adapters.work import Work
from policy.commands.carry_out_answer import HOLD_DEADLINE
from policy.commands.decide_hold import hold_question
from policy.domain.case import Case, HoldState
from policy.domain.hold_question import DEADLINE_DELAY, HoldQuestion, Promise, Version
from policy.domain.late_arrival import HOLD, RELEASE
from policy.domain.staff_answer import KEEP, STAFF, explain_staff, promise_of_staff
from policy.events import ReleaseDecided, StaffAnswered


class NotWaiting(Exception):
    """The decision is no open question to staff (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    tenant: str
    decision_id: str
    action: Literal["keep", "release"]
    reason: str
    until: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class _Answering:
    command: AnswerQuestion
    case: Case
    question: HoldQuestion
    version: Version


async def answer_question(command: AnswerQuestion, work: Work) -> RecordedDecision:
    """A person decides, with a reason; returns the question as it is afterwards.

    - Only a question that is still open can be answered, once, before the booking ends.
    - `keep` keeps the place until `until` (the booking's end when none is given); then the rules are asked again.
    - `release` asks booking to give the place back; it still refuses if the guest has come.
    - The answer is a decision of its own; the question's record is not changed.
    """
    asked = await work.decisions.get(command.tenant, command.decision_id)
    if asked is None:
        raise LookupError(command.decision_id)
    case = await work.cases.lock(command.tenant, asked.booking_id)
    asked = await work.decisions.get(command.tenant, command.decision_id)
    if case is None or asked is None or not _is_open(asked, case, work.now):
        raise NotWaiting(command.decision_id)
    question, versions = await hold_question(case, work)
    answering = _Answering(command, case, question, versions.active)
    case = await (_keep if command.action == KEEP else _release)(answering, work)
    closed = {"by": command.by, "action": command.action, "reason": command.reason, "decision_id": case.decision_id}
    await work.decisions.close(command.tenant, command.decision_id, {**closed, "at": plain(work.now)})
    await work.cases.save(case, work.now)
    return replace(asked, waiting=False, closed={**closed, "at": plain(work.now)})


def _is_open(asked: RecordedDecision, case: Case, now: datetime) -> bool:
    stands = case.hold == HoldState.ASKED_STAFF and case.decision_id == asked.id
    return asked.waiting and stands and case.awaits_guest(now)


async def _keep(answering: _Answering, work: Work) -> Case:
    case, command = answering.case, answering.command
    promise = promise_of_staff(
        command.until, now=work.now, ends_at=case.booking.ends_at, told=case.promise, version=answering.version
    )
    decision = await _record(answering, HOLD, promise, work)
    _tell(answering, promise.until, work)
    work.transaction.set_timer(
        HOLD_DEADLINE, case.booking.id, tenant=case.tenant, fire_at=promise.until + DEADLINE_DELAY
    )
    return case.kept(promise, decision_id=decision.id)


async def _release(answering: _Answering, work: Work) -> Case:
    case = answering.case
    told = Promise(until=work.now, rule_id=STAFF, kind=STAFF, version_id=answering.version.id)
    promise = case.promise or told
    decision = await _record(answering, RELEASE, promise, work)
    _tell(answering, None, work)
    work.transaction.publish(
        ReleaseDecided(
            booking_id=case.booking.id,
            booking=booking_ref(case.booking),
            decision_id=decision.id,
            decided_at=work.now,
            booking_version=case.booking.version,
            until=promise.until,
            rule_id=STAFF,
            kind="staff",
            rules_version=answering.version.id,
            explanation=decision.record["texts"],
        ),
        tenant=case.tenant,
    )
    work.transaction.cancel_timer(HOLD_DEADLINE, case.booking.id)
    return case.release_decided(decision_id=decision.id)


def _tell(answering: _Answering, until: datetime | None, work: Work) -> None:
    command, case = answering.command, answering.case
    work.transaction.publish(
        StaffAnswered(
            booking_id=case.booking.id,
            booking=booking_ref(case.booking),
            decision_id=command.decision_id,
            action=command.action,
            until=until,
            reason=command.reason,
            answered_by=command.by,
            answered_at=work.now,
        ),
        tenant=case.tenant,
    )


async def _record(answering: _Answering, outcome: str, promise: Promise, work: Work) -> RecordedDecision:
    command, case = answering.command, answering.case
    said: dict[str, Any] = {"question_id": command.decision_id, "by": command.by, "reason": command.reason}
    explanation = explain_staff(outcome, promise, eta=answering.question.eta, version=answering.version)
    decision = RecordedDecision(
        tenant=case.tenant,
        id=new_id("dec"),
        booking_id=case.booking.id,
        venue_id=case.booking.venue_id,
        decision="late_arrival.hold",
        outcome=outcome,
        kind=STAFF,
        as_of=work.now,
        made_at=work.now,
        record=staff_record_of(
            answering.question,
            answering.version,
            promise=promise,
            explanation=explanation,
            booking=case.booking,
            answers=said,
        ),
    )
    await work.decisions.add(decision)
    return decision
