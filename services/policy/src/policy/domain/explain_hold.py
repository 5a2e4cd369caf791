"""Explanations of the decisions about a late guest's place."""

from datetime import datetime

from policy.domain.explanation import Explanation, NextStep, Told, deciding_facts, rule_path
from policy.domain.facts import FactValue
from policy.domain.hold_question import REVERTED, Asked, HoldQuestion, Promise, Versions
from policy.domain.late_arrival import ASK_STAFF, HOLD, RELEASE
from policy.domain.nearest_change import NearestChange, nearest_change

Facts = dict[str, FactValue]
BY_STAFF = "staff"


def explain_keeping(
    question: HoldQuestion,
    versions: Versions,
    asked: Asked,
    promise: Promise,
    situation: Facts,
    *,
    beyond_rules: bool,
) -> Explanation:
    """Why the place is kept until the promised instant, and what would keep it longer."""
    told = Told.KEPT_NOT_AS_LONG_AS_ASKED if beyond_rules else Told.KEPT
    nearest = _better(question, versions, promise, start=question.as_of)
    if promise.rule_id == REVERTED:
        told, nearest = Told.KEPT_AFTER_REVERT, None
    steps = [NextStep.COME_BEFORE_UNTIL] + ([NextStep.TELL_WHEN_YOU_COME] if nearest else [])
    return _explanation(
        question, asked, situation, told=told, action=HOLD, promise=promise, nearest=nearest, next_steps=tuple(steps)
    )


def explain_release(
    question: HoldQuestion, versions: Versions, asked: Asked, promise: Promise, situation: Facts
) -> Explanation:
    """Why the place is given back, and what would have kept it."""
    start = min(question.clock.expected_by, promise.until)
    return _explanation(
        question,
        asked,
        situation,
        told=Told.RELEASED,
        action=RELEASE,
        promise=promise,
        nearest=_better(question, versions, promise, start=start),
        next_steps=(NextStep.COME_ALL_THE_SAME, NextStep.BOOK_ANOTHER_TIME),
    )


def explain_asking(
    question: HoldQuestion, asked: Asked, promise: Promise | None, situation: Facts, reason: str
) -> Explanation:
    """Why a person is asked."""
    return _explanation(
        question,
        asked,
        situation,
        told=Told.STAFF_ASKED,
        action=ASK_STAFF,
        promise=promise,
        next_steps=(NextStep.WAIT_FOR_STAFF,),
        ask_reason=reason,
    )


def _better(question: HoldQuestion, versions: Versions, promise: Promise, *, start: datetime) -> NearestChange | None:
    if promise.rule_id in (REVERTED, BY_STAFF):
        return None
    return nearest_change(question, versions, kept_until=promise.until, start=start)


def _explanation(
    question: HoldQuestion,
    asked: Asked,
    situation: Facts,
    *,
    told: Told,
    action: str,
    promise: Promise | None,
    next_steps: tuple[NextStep, ...],
    nearest: NearestChange | None = None,
    ask_reason: str | None = None,
) -> Explanation:
    return Explanation(
        told=told,
        action=action,
        rule_path=rule_path(asked.chosen, asked.verdict),
        deciding=deciding_facts(asked.chosen, asked.verdict, situation),
        promise=promise,
        eta=question.eta,
        nearest=nearest,
        next_steps=next_steps,
        version_id=asked.chosen.id,
        version_number=asked.chosen.number,
        ask_reason=ask_reason,
        named_facts=tuple(bad.name for bad in asked.verdict.bad_facts),
    )
