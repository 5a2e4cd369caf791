"""The answer about a late guest's place: kept until when, released, or a question to staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from policy.domain.arrival_clock import MINUTES_LATE, WALL_MINUTE
from policy.domain.ask_reason import AskReason, detail_of, kind_of, reason_of
from policy.domain.explain_hold import explain_asking, explain_keeping, explain_release
from policy.domain.explanation import Explanation, may_be_told
from policy.domain.facts import FactValue
from policy.domain.hold_question import (
    DEADLINE_DELAY,
    REVERTED,
    Asked,
    HoldQuestion,
    Promise,
    Versions,
    timeline_of,
)
from policy.domain.late_arrival import ASK_STAFF, HOLD, situation_at
from policy.domain.timeline import Span, first_not

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAnswer:
    """The decision. `promise` is the hold that stands (or stood); `asked` is what the rules say of this instant."""

    action: str
    kind: str
    rule_id: str | None
    promise: Promise | None
    reason: AskReason | None
    detail: str
    eta_beyond_rules: bool
    asked: Asked
    situation: dict[str, FactValue]
    spans: tuple[Span[Asked], ...]
    explanation: Explanation


def decide_hold(question: HoldQuestion, versions: Versions) -> HoldAnswer:
    """Decide about the place of a guest who has not come, as of `question.as_of`.

    - Pinned and active version are both asked, and the more generous answer holds.
    - The promised `until` is the first instant ahead whose answer is not `hold`, at most the booking's end.
    - An `until` that was told never gets earlier.
    - Nobody is released who was not told until when, or whose deadline passed while policy was away: staff is asked.
    - What rules or facts do not settle is a question to staff.
    """
    spans = timeline_of(question, versions, start=question.as_of, eta=question.eta, keeps=HOLD)
    asked = spans[0].answer
    promise = _latest(_read_off(question, spans), question.promise, _floor(question))
    if promise is not None and promise.until > question.as_of:
        return _keep(question, versions, spans, promise)
    if asked.action == ASK_STAFF:
        return _ask(question, spans, promise, reason_of(asked.verdict))
    if promise is None or question.as_of > promise.until + DEADLINE_DELAY + question.stale_after:
        return _ask(question, spans, promise, AskReason.POLICY_WAS_AWAY)
    return HoldAnswer(
        action=asked.action,
        kind=asked.verdict.kind,
        rule_id=asked.verdict.winners[0],
        promise=promise,
        reason=None,
        detail="",
        eta_beyond_rules=_is_beyond(question.eta, promise.until),
        asked=asked,
        situation=_situation(question),
        spans=spans,
        explanation=explain_release(question, versions, asked, promise, _situation(question)),
    )


def ask_staff(question: HoldQuestion, versions: Versions, reason: AskReason, detail: str = "") -> HoldAnswer:
    """A question to staff whatever the rules say, because the world did not follow the last decision."""
    spans = timeline_of(question, versions, start=question.as_of, eta=question.eta, keeps=HOLD)
    return _ask(question, spans, question.promise, reason, detail)


def _read_off(question: HoldQuestion, spans: tuple[Span[Asked], ...]) -> Promise | None:
    """The promise that the rules give, named after the rule that holds last."""
    if spans[0].answer.action != HOLD:
        return None
    until = first_not(spans, HOLD)
    last = next(span for span in reversed(spans) if span.answer.action == HOLD).answer
    rule = last.chosen.evaluator.rule_set.rule(last.verdict.winners[0])
    by_lateness = until is not None and MINUTES_LATE in rule.when and WALL_MINUTE not in rule.when
    return Promise(
        until=until or question.ends_at,
        rule_id=rule.id,
        kind=last.verdict.kind,
        version_id=last.chosen.id,
        minutes=(until - question.clock.expected_by) // _MINUTE if until and by_lateness else None,
        because=rule.because if may_be_told(last.chosen.evaluator.question, rule) else {},
    )


def _floor(question: HoldQuestion) -> Promise | None:
    if question.floor is None:
        return None
    until = min(question.floor, question.ends_at)
    return Promise(until=until, rule_id=REVERTED, kind="general", version_id="")


def _latest(*promises: Promise | None) -> Promise | None:
    """The promise that lasts longest; of equal ones the one that the rules give now."""
    made = [each for each in promises if each is not None]
    return max(made, key=lambda each: each.until, default=None)


def _keep(question: HoldQuestion, versions: Versions, spans: tuple[Span[Asked], ...], promise: Promise) -> HoldAnswer:
    asked = spans[0].answer
    beyond = _is_beyond(question.eta, promise.until)
    return HoldAnswer(
        action=HOLD,
        kind=promise.kind,
        rule_id=promise.rule_id,
        promise=promise,
        reason=None,
        detail="",
        eta_beyond_rules=beyond,
        asked=asked,
        situation=_situation(question),
        spans=spans,
        explanation=explain_keeping(question, versions, asked, promise, _situation(question), beyond_rules=beyond),
    )


def _ask(
    question: HoldQuestion,
    spans: tuple[Span[Asked], ...],
    promise: Promise | None,
    reason: AskReason,
    detail: str = "",
) -> HoldAnswer:
    asked = spans[0].answer
    by_rule = reason == AskReason.BY_RULE
    return HoldAnswer(
        action=ASK_STAFF,
        kind=asked.verdict.kind if by_rule else kind_of(reason),
        rule_id=asked.verdict.winners[0] if by_rule else None,
        promise=promise,
        reason=reason,
        detail=detail or detail_of(asked.verdict, reason),
        eta_beyond_rules=False,
        asked=asked,
        situation=_situation(question),
        spans=spans,
        explanation=explain_asking(question, asked, promise, _situation(question), reason),
    )


def _is_beyond(eta: datetime | None, until: datetime) -> bool:
    return eta is not None and eta >= until


def _situation(question: HoldQuestion) -> dict[str, FactValue]:
    return situation_at(question.as_of, clock=question.clock, eta=question.eta, still=question.still)
