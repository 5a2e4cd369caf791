"""What would happen: the rules that run, asked about a guest who is not late yet."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from policy.adapters.wording.decision_texts import Scene, texts_of
from policy.domain.arrival_clock import ArrivalClock
from policy.domain.facts import FactValue
from policy.domain.hold_decision import HoldAnswer, decide_hold
from policy.domain.hold_question import HoldQuestion, Version, Versions
from policy.domain.late_arrival import HOLD
from policy.domain.venue import Venue

_TABLE_HOUR = 19
_LASTS = {"hotel": timedelta(days=2)}
_LASTS_OTHERWISE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A guest expected on `day` at `expected_at` by the wall (the hold hour, or seven in the evening, by default)."""

    day: date
    expected_at: time | None
    minutes_late: int
    eta_minutes_late: int | None
    still: dict[str, FactValue]


@dataclass(frozen=True, slots=True)
class Foreseen:
    answer: HoldAnswer
    expected_by: datetime
    texts: dict[str, str]


def foresee_hold(what_if: WhatIf, venue: Venue, version: Version) -> Foreseen:
    """The answer that such a guest would get at that minute, having been told in time until when.

    The promise is read off the rules at the agreed time; what was promised then is kept.
    """
    hour = venue.hold_hour if venue.trade == "hotel" else _TABLE_HOUR
    expected = datetime.combine(what_if.day, what_if.expected_at or time(hour), tzinfo=venue.zone)
    clock = ArrivalClock(expected.astimezone(UTC), what_if.day, venue.zone)
    eta = None
    if what_if.eta_minutes_late is not None:
        eta = _minutes_after(clock, what_if.eta_minutes_late)
    question = HoldQuestion(
        as_of=clock.expected_by,
        clock=clock,
        ends_at=_minutes_after(clock, what_if.minutes_late) + _LASTS.get(venue.trade, _LASTS_OTHERWISE),
        still=what_if.still,
        eta=eta,
    )
    versions = Versions(version, version)
    first = decide_hold(question, versions)
    then = replace(
        question,
        as_of=_minutes_after(clock, what_if.minutes_late),
        promise=first.promise if first.action == HOLD else None,
        stale_after=timedelta(days=3),
    )
    answer = decide_hold(then, versions)
    scene = Scene(trade=venue.trade, zone=venue.zone, day=what_if.day)
    return Foreseen(answer, clock.expected_by, texts_of(answer.explanation, scene))


def _minutes_after(clock: ArrivalClock, minutes: int) -> datetime:
    return clock.expected_by + timedelta(minutes=minutes)
