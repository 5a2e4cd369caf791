"""The answer about a late guest's place, without any database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy.adapters.default_rules import default_rules
from policy.domain.arrival_clock import ArrivalClock
from policy.domain.ask_reason import AskReason
from policy.domain.boxes import cell
from policy.domain.evaluation import Evaluator
from policy.domain.facts import FactValue
from policy.domain.hold_decision import decide_hold
from policy.domain.hold_question import DEADLINE_DELAY, REVERTED, HoldQuestion, Version, Versions
from policy.domain.late_arrival import ASK_STAFF, HOLD, QUESTION, RELEASE
from policy.domain.rules import Rule, RuleSet

from .test_timeline import timed_rules

MINUTE = timedelta(minutes=1)
ONE = datetime(2027, 3, 4, 13, tzinfo=UTC)
CLOCK = ArrivalClock(ONE, date(2027, 3, 4), ZoneInfo("Europe/London"))


def a_version(rule_set: RuleSet, number: int = 1) -> Version:
    return Version(f"rul_{number}", number, str(number) * 64, Evaluator(QUESTION, rule_set))


def a_set(*rules: Rule) -> RuleSet:
    return RuleSet(decision=QUESTION.name, rules=rules)


def kept_for(minutes: int) -> RuleSet:
    return a_set(
        Rule(id="keep", when={"minutes_late": cell([(0, minutes - 1)])}, then="hold"),
        Rule(id="gone", when={"minutes_late": cell([(minutes, 2880)])}, then="release"),
    )


RESTAURANT = a_version(default_rules("restaurant"))
DEFAULT = Versions(RESTAURANT, RESTAURANT)


def asked(minutes: float, **changes: object) -> HoldQuestion:
    still: dict[str, FactValue] = {"eta_changes": 0, "party": 2, "guarantee": "none", "standing": "new"}
    question = HoldQuestion(
        as_of=ONE + timedelta(minutes=minutes), clock=CLOCK, ends_at=ONE + timedelta(hours=2), still=still
    )
    return replace(question, **changes)  # type: ignore[arg-type]


def test_the_more_generous_of_the_pinned_and_the_active_version_holds() -> None:
    strict, kind = a_version(kept_for(5), 1), a_version(kept_for(30), 2)
    for versions in (Versions(strict, kind), Versions(kind, strict)):
        answer = decide_hold(asked(1), versions)
        assert answer.promise is not None
        assert answer.promise.until == ONE + 30 * MINUTE
        assert answer.promise.version_id == "rul_2"
        assert {answer.asked.pinned.action, answer.asked.active.action} == {"hold"}


def test_an_eta_beyond_the_rules_moves_nothing() -> None:
    answer = decide_hold(asked(6, eta=ONE + 40 * MINUTE), DEFAULT)
    assert answer.promise is not None
    assert (answer.promise.until, answer.eta_beyond_rules) == (ONE + 15 * MINUTE, True)


def test_a_worse_word_after_a_better_one_takes_nothing_back() -> None:
    first = decide_hold(asked(6, eta=ONE + 20 * MINUTE), DEFAULT)
    then = decide_hold(asked(8, eta=ONE + 40 * MINUTE, promise=first.promise), DEFAULT)
    assert then.promise is not None
    assert (then.promise.until, then.promise.rule_id) == (ONE + 25 * MINUTE, "told-us")
    assert then.eta_beyond_rules


def test_a_hold_that_is_past_when_first_decided_is_a_question_to_staff() -> None:
    answer = decide_hold(asked(15), DEFAULT)
    assert (answer.action, answer.reason) == (ASK_STAFF, AskReason.POLICY_WAS_AWAY)


@pytest.mark.parametrize(
    ("overdue", "outcome"), [(5 * MINUTE, RELEASE), (5 * MINUTE + timedelta(seconds=1), ASK_STAFF)]
)
def test_a_deadline_may_be_overdue_by_so_much(overdue: timedelta, outcome: str) -> None:
    promise = decide_hold(asked(5), DEFAULT).promise
    late = replace(asked(0), as_of=ONE + 15 * MINUTE + DEADLINE_DELAY + overdue, promise=promise)
    assert decide_hold(late, DEFAULT).action == outcome


def test_a_hold_that_never_ends_is_kept_until_the_booking_ends() -> None:
    always = a_version(a_set(Rule(id="always", when={}, then="hold")))
    answer = decide_hold(asked(5), Versions(always, always))
    assert answer.promise is not None
    assert (answer.promise.until, answer.promise.minutes) == (ONE + timedelta(hours=2), None)
    assert answer.kind == "general"


def test_an_arrival_that_was_taken_back_leaves_five_minutes() -> None:
    answer = decide_hold(asked(40, floor=ONE + 45 * MINUTE), DEFAULT)
    assert answer.action == HOLD
    assert answer.promise is not None
    assert (answer.promise.until, answer.promise.rule_id) == (ONE + 45 * MINUTE, REVERTED)


@pytest.mark.parametrize(
    ("rules", "change", "reason", "named"),
    [
        (a_set(Rule(id="a", when={"party": cell([(9, 500)])}, then="hold")), {}, AskReason.NO_RULE, "no rule"),
        (
            a_set(Rule(id="a", when={}, then="hold"), Rule(id="b", when={}, then="release")),
            {},
            AskReason.CONFLICT,
            "a, b",
        ),
        (a_set(Rule(id="a", when={}, then="ask_staff")), {}, AskReason.BY_RULE, "rule a"),
        (a_set(Rule(id="a", when={}, then="hold")), {"party": 900}, AskReason.BAD_FACTS, "party is out of range"),
    ],
)
def test_what_is_not_settled_is_a_question_to_staff_with_its_reason(
    rules: RuleSet, change: dict[str, FactValue], reason: AskReason, named: str
) -> None:
    version = a_version(rules)
    question = asked(5)
    answer = decide_hold(replace(question, still={**question.still, **change}), Versions(version, version))
    assert (answer.action, answer.reason) == (ASK_STAFF, reason)
    assert named in answer.detail


def test_the_nearest_change_is_the_word_that_was_never_sent() -> None:
    promise = decide_hold(asked(5), DEFAULT).promise
    nearest = decide_hold(asked(15.2, promise=promise), DEFAULT).explanation.nearest
    assert nearest is not None
    assert (nearest.fact, nearest.low, nearest.high) == ("eta_minutes_late", 0, 24)
    assert (nearest.tell_before, nearest.until) == (ONE + 15 * MINUTE, ONE + 25 * MINUTE)


def test_no_change_is_named_that_would_not_have_helped() -> None:
    question = asked(6, eta=ONE + 20 * MINUTE)
    assert decide_hold(question, DEFAULT).explanation.nearest is None
    twice = {**question.still, "eta_changes": 2}
    again = decide_hold(replace(question, still=twice, eta=ONE + 30 * MINUTE), DEFAULT)
    # a third word would be a third change, which these rules no longer hear
    assert again.explanation.nearest is None


words = st.lists(
    st.tuples(
        st.floats(0, 12, allow_nan=False),
        st.one_of(st.none(), st.integers(0, 120)),
        st.sampled_from(["watch", "new", "regular"]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(timed_rules(), timed_rules(), words)
def test_a_promise_never_gets_earlier_over_words_versions_and_restarts(
    first: RuleSet, second: RuleSet, program: list[tuple[float, int | None, str, bool, bool]]
) -> None:
    one, two = a_version(first, 1), a_version(second, 2)
    now, promise = ONE, None
    for changes, (pause, eta, standing, replaced, taken_back) in enumerate(program):
        now += timedelta(minutes=pause)
        question = replace(
            asked(0),
            as_of=now,
            still={"eta_changes": min(changes, 20), "party": 2, "guarantee": "none", "standing": standing},
            eta=ONE + eta * MINUTE if eta is not None else None,
            promise=promise,
            floor=now + 5 * MINUTE if taken_back else None,
        )
        if now >= question.ends_at:
            break
        answer = decide_hold(question, Versions(one, two if replaced else one))
        if answer.action == HOLD:
            assert answer.promise is not None
            assert now < answer.promise.until <= question.ends_at
            assert promise is None or answer.promise.until >= promise.until
            promise = answer.promise
        else:
            assert not taken_back
            assert promise is None or promise.until <= now
        if answer.action == RELEASE:
            # nobody is released who was not told until when, or long after it
            assert promise is not None
            assert now <= promise.until + DEADLINE_DELAY + question.stale_after
