"""What happened to a booking, as the domain says it; `adapters` put it on the wire."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from booking.domain.booking import Booking, RefusedBecause, Release
from booking.domain.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    previous: Period
    previous_party: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDeclared:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    at: datetime
    minutes_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalReverted:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStarted:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    release: Release
    free_starts: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRefused:
    decision_id: str
    reason: RefusedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    by: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowMarked:
    by: str
    reason: str | None


Fact = (
    Confirmed
    | Changed
    | LateDeclared
    | Arrived
    | ArrivalReverted
    | ServiceStarted
    | Finished
    | Released
    | ReleaseRefused
    | Reopened
    | Cancelled
    | NoShowMarked
)

F_co = TypeVar("F_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Step(Generic[F_co]):
    """The booking after a transition and the fact to tell; no fact when there is nothing to tell."""

    booking: Booking
    fact: F_co
