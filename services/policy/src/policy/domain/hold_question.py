"""What the answer about a late guest's place depends on, and who is asked: the pinned and the active version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from policy.domain.arrival_clock import MINUTES_LATE, WALL_MINUTE, ArrivalClock
from policy.domain.evaluation import Evaluator, Verdict
from policy.domain.facts import FactValue
from policy.domain.late_arrival import situation_at
from policy.domain.rules import Texts
from policy.domain.timeline import Span, read_timeline

DEADLINE_DELAY = timedelta(seconds=5)
REVERTED = "arrival_reverted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An `until` and what gave it. Once told, it never gets earlier. `minutes` is the agreed grace, where it is one."""

    until: datetime
    rule_id: str
    kind: str
    version_id: str
    minutes: int | None = None
    because: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldQuestion:
    """Everything that the answer depends on, besides the two versions.

    `still` are the facts that do not change with time; `floor` keeps the place at least that long
    (an arrival that was taken back); `stale_after` is how much overdue a deadline may be.
    """

    as_of: datetime
    clock: ArrivalClock
    ends_at: datetime
    still: Mapping[str, FactValue]
    eta: datetime | None = None
    promise: Promise | None = None
    floor: datetime | None = None
    stale_after: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Version:
    """A published rule set, ready to be asked."""

    id: str
    number: int
    hash: str
    evaluator: Evaluator


@dataclass(frozen=True, slots=True)
class Asked:
    """What both versions said of one instant. The more generous is `chosen`; the pinned one when they agree."""

    pinned: Verdict
    active: Verdict
    chosen: Version
    verdict: Verdict

    @property
    def action(self) -> str:
        return self.verdict.action


@dataclass(frozen=True, slots=True)
class Versions:
    """The version pinned to the booking and the one that is active now; often the same."""

    pinned: Version
    active: Version

    def ask(self, situation: Mapping[str, FactValue]) -> Asked:
        """Both versions on one situation; the more generous answer is the one that holds."""
        pinned = self.pinned.evaluator.ask(situation)
        if self.active.id == self.pinned.id:
            return Asked(pinned, pinned, self.pinned, pinned)
        active = self.active.evaluator.ask(situation)
        outcomes = self.active.evaluator.question.outcomes
        if outcomes.generosity(active.action) > outcomes.generosity(pinned.action):
            return Asked(pinned, active, self.active, active)
        return Asked(pinned, active, self.pinned, pinned)

    def breakpoints(self, fact: str) -> set[int]:
        """The numbers at which a cell of either version changes its truth."""
        return {*self.pinned.evaluator.breakpoints(fact), *self.active.evaluator.breakpoints(fact)}


def timeline_of(
    question: HoldQuestion, versions: Versions, *, start: datetime, eta: datetime | None, keeps: str
) -> tuple[Span[Asked], ...]:
    """What the rules say from `start` until the place is no longer kept, the other facts as they are now."""

    def ask(at: datetime) -> Asked:
        return versions.ask(situation_at(at, clock=question.clock, eta=eta, still=question.still))

    changes = question.clock.changes(
        late=versions.breakpoints(MINUTES_LATE),
        wall=versions.breakpoints(WALL_MINUTE),
        after=start,
        until=question.ends_at,
    )
    return read_timeline(ask, now=start, changes=changes, horizon=question.ends_at, keeps=keeps)
