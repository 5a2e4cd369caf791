"""Why a decision came out as it did, free of any language; texts are made from it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policy.domain.boxes import Cell
from policy.domain.evaluation import Verdict
from policy.domain.facts import UNKNOWN, Disclosure, Fact, FactValue
from policy.domain.hold_question import Promise, Version
from policy.domain.nearest_change import NearestChange
from policy.domain.rules import Question, Rule


class Told(StrEnum):
    """What the guest is told."""

    KEPT = "kept"
    KEPT_NOT_AS_LONG_AS_ASKED = "kept_not_as_long_as_asked"
    KEPT_AFTER_REVERT = "kept_after_revert"
    KEPT_BY_STAFF = "kept_by_staff"
    RELEASED = "released"
    RELEASED_BY_STAFF = "released_by_staff"
    STAFF_ASKED = "staff_asked"


class NextStep(StrEnum):
    COME_BEFORE_UNTIL = "come_before_until"
    TELL_WHEN_YOU_COME = "tell_when_you_come"
    COME_ALL_THE_SAME = "come_all_the_same"
    BOOK_ANOTHER_TIME = "book_another_time"
    WAIT_FOR_STAFF = "wait_for_staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingFact:
    """A fact that the deciding rule asks about: its value, and the ranges that the rule admits."""

    name: str
    value: FactValue
    admitted: tuple[FactValue, ...]
    disclosure: Disclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The language-free reason of one decision.

    `rule_path` leads from the deciding rule to the rules it is an exception to. `promise` is the hold that is told or
    that has ended. `named_facts` are the facts that a question to staff is about.
    """

    told: Told
    action: str
    rule_path: tuple[str, ...]
    deciding: tuple[DecidingFact, ...]
    promise: Promise | None
    eta: datetime | None
    nearest: NearestChange | None
    next_steps: tuple[NextStep, ...]
    version_id: str
    version_number: int
    ask_reason: str | None = None
    named_facts: tuple[str, ...] = ()


def deciding_facts(version: Version, verdict: Verdict, situation: Mapping[str, FactValue]) -> tuple[DecidingFact, ...]:
    """The facts that the winning rule and the rules above it ask about, with what the winner admits."""
    if not verdict.settled:
        return ()
    evaluator = version.evaluator
    rule = evaluator.rule_set.rule(verdict.winners[0])
    facts = evaluator.question.facts
    return tuple(
        DecidingFact(
            name=name,
            value=situation[name],
            admitted=_admitted(facts[name], cell),
            disclosure=facts[name].disclosure,
        )
        for name, cell in sorted(rule.when.items())
    )


def _admitted(fact: Fact, cell: Cell) -> tuple[FactValue, ...]:
    ends = [fact.domain.value_at(end) for pair in cell.ranges for end in pair]
    return (*ends, UNKNOWN) if cell.unknown else tuple(ends)


def rule_path(version: Version, verdict: Verdict) -> tuple[str, ...]:
    return version.evaluator.rule_set.path(verdict.winners[0]) if verdict.settled else ()


def may_be_told(question: Question, rule: Rule) -> bool:
    """Whether guests may hear the rule's reason: it asks only about facts that are disclosed to them."""
    return all(question.facts[name].disclosure == Disclosure.GUEST for name in rule.when)
