"""The promise that is read off the rules, against asking them every minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy.adapters.default_rules import default_rules
from policy.domain.arrival_clock import ArrivalClock
from policy.domain.boxes import cell
from policy.domain.evaluation import Evaluator
from policy.domain.hold_question import HoldQuestion, Version, Versions, timeline_of
from policy.domain.late_arrival import HOLD, QUESTION, situation_at
from policy.domain.rules import Rule, RuleSet
from policy.domain.timeline import first_not

MINUTE = timedelta(minutes=1)
STILL = {"eta_changes": 0, "party": 2, "guarantee": "none", "standing": "new"}
# both nights of each zone: half an hour in Lord Howe, at midnight in Beirut, at two in Berlin
NIGHTS = [
    ("Europe/Berlin", date(2027, 3, 27)),
    ("Europe/Berlin", date(2027, 10, 30)),
    ("Australia/Lord_Howe", date(2027, 4, 3)),
    ("Australia/Lord_Howe", date(2027, 10, 2)),
    ("Asia/Beirut", date(2027, 3, 27)),
    ("America/New_York", date(2027, 11, 6)),
    ("Asia/Kathmandu", date(2027, 6, 1)),
]


def versions_of(rule_set: RuleSet) -> Versions:
    version = Version("rul_1", 1, "0" * 64, Evaluator(QUESTION, rule_set))
    return Versions(version, version)


def instant(zone: str, day: date, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def a_question(zone: str, day: date, *, hour: int = 18, eta: datetime | None = None, **still: object) -> HoldQuestion:
    expected = instant(zone, day, hour)
    return HoldQuestion(
        as_of=expected,
        clock=ArrivalClock(expected, day, ZoneInfo(zone)),
        ends_at=expected + timedelta(hours=20),
        still={**STILL, **still},  # type: ignore[dict-item]
        eta=eta,
    )


@st.composite
def timed_rules(draw: st.DrawFn) -> RuleSet:
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 5))):
        when = {}
        for fact, top in (("minutes_late", 900), ("wall_minute", 2200)):
            if draw(st.booleans()):
                low = draw(st.integers(0, top))
                when[fact] = cell([(low, draw(st.integers(low, top + 200)))])
        above = draw(st.sampled_from([None, *(rule.id for rule in rules)]))
        then = draw(st.sampled_from(["hold", "hold", "release", "ask_staff"]))
        rules.append(Rule(id=f"rule-{number}", when=when, then=then, exception_to=above))
    return RuleSet(decision=QUESTION.name, rules=(*rules, Rule(id="hold-all", when={}, then="hold")))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NIGHTS), timed_rules(), st.integers(0, 600))
def test_until_is_the_first_minute_at_which_the_rules_no_longer_hold(
    night: tuple[str, date], rule_set: RuleSet, start: int
) -> None:
    question = a_question(*night)
    versions = versions_of(rule_set)
    now = question.as_of + start * MINUTE
    spans = timeline_of(question, versions, start=now, eta=None, keeps=HOLD)

    def answer(at: datetime) -> str:
        return versions.ask(situation_at(at, clock=question.clock, eta=None, still=question.still)).action

    minutes = int((question.ends_at - now) / MINUTE)
    by_asking = next((now + n * MINUTE for n in range(minutes) if answer(now + n * MINUTE) != HOLD), None)
    assert first_not(spans, HOLD) == by_asking
    assert spans[0].start == now
    assert all(one.end == two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(
    ("eta_minutes", "standing", "kept_minutes"),
    [
        (None, "new", 15),
        (None, "regular", 20),
        (0, "new", 25),
        (20, "new", 25),
        (24, "new", 25),
        (25, "new", 15),
        (40, "regular", 20),
        (20, "regular", 25),
    ],
)
def test_the_restaurants_promises(eta_minutes: int | None, standing: str, kept_minutes: int) -> None:
    question = a_question("Europe/London", date(2027, 3, 4), hour=13, standing=standing)
    eta = question.as_of + eta_minutes * MINUTE if eta_minutes is not None else None
    spans = timeline_of(question, versions_of(default_rules("restaurant")), start=question.as_of, eta=eta, keeps=HOLD)
    assert first_not(spans, HOLD) == question.as_of + kept_minutes * MINUTE


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 27), 11), (date(2027, 10, 30), 13), (date(2027, 6, 1), 12)])
@pytest.mark.parametrize("guarantee", ["card", "prepaid"])
def test_a_guaranteed_room_is_kept_through_the_night_by_the_clock_on_the_wall(
    day: date, hours: int, guarantee: str
) -> None:
    question = a_question("Europe/Berlin", day, guarantee=guarantee)
    spans = timeline_of(question, versions_of(default_rules("hotel")), start=question.as_of, eta=None, keeps=HOLD)
    until = first_not(spans, HOLD)
    assert until == instant("Europe/Berlin", day + timedelta(days=1), 6)
    assert until - question.as_of == timedelta(hours=hours)


def test_a_wall_time_that_comes_twice_is_passed_when_it_comes_first() -> None:
    night = date(2027, 10, 30)
    until_half_past_two = RuleSet(
        decision=QUESTION.name,
        rules=(
            Rule(id="keep", when={"wall_minute": cell([(0, 1440 + 149)])}, then="hold"),
            Rule(id="gone", when={"wall_minute": cell([(1440 + 150, 4320)])}, then="release"),
        ),
    )
    question = a_question("Europe/Berlin", night)
    versions = versions_of(until_half_past_two)
    first = instant("Europe/Berlin", night + timedelta(days=1), 2, 30, fold=0)
    again = instant("Europe/Berlin", night + timedelta(days=1), 2, 0, fold=1)
    second = instant("Europe/Berlin", night + timedelta(days=1), 2, 30, fold=1)
    spans = timeline_of(question, versions, start=question.as_of, eta=None, keeps=HOLD)
    assert first_not(spans, HOLD) == first
    # the wall goes back to two: the rules, asked then, keep the place until half past comes again
    assert first_not(timeline_of(question, versions, start=again, eta=None, keeps=HOLD), HOLD) == second


def test_a_wall_time_that_never_comes_is_passed_when_the_wall_jumps_over_it() -> None:
    night = date(2027, 3, 27)
    rules = RuleSet(
        decision=QUESTION.name,
        rules=(
            Rule(id="keep", when={"wall_minute": cell([(0, 1440 + 149)])}, then="hold"),
            Rule(id="gone", when={"wall_minute": cell([(1440 + 150, 4320)])}, then="release"),
        ),
    )
    question = a_question("Europe/Berlin", night)
    spans = timeline_of(question, versions_of(rules), start=question.as_of, eta=None, keeps=HOLD)
    assert first_not(spans, HOLD) == instant("Europe/Berlin", night + timedelta(days=1), 3)


def test_a_hold_that_never_ends_has_no_end_in_the_timeline() -> None:
    rules = RuleSet(decision=QUESTION.name, rules=(Rule(id="always", when={}, then="hold"),))
    question = a_question("Europe/Berlin", date(2027, 6, 1))
    spans = timeline_of(question, versions_of(rules), start=question.as_of, eta=None, keeps=HOLD)
    assert first_not(spans, HOLD) is None
    assert [(span.start, span.end) for span in spans] == [(question.as_of, question.ends_at)]
