"""The guest's position with one business: a ledger of causes, each with a weight and an end, never a secret score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """From the lowest to the highest."""

    WATCH = "watch"
    NEW = "new"
    REGULAR = "regular"


class CauseKind(StrEnum):
    ARRIVAL = "arrival"
    LATE_RELEASE = "late_release"


WEIGHTS = {CauseKind.ARRIVAL: 1, CauseKind.LATE_RELEASE: -2}
COUNTS_FOR = timedelta(days=365)
REGULAR_FROM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why the standing is what it is. A withdrawn cause stays in the ledger and counts for nothing."""

    kind: CauseKind
    booking_id: str
    at: datetime
    withdrawn_at: datetime | None = None

    @property
    def weight(self) -> int:
        return WEIGHTS[self.kind]

    @property
    def counts_until(self) -> datetime:
        return self.at + COUNTS_FOR

    def counts(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.counts_until


def standing_of(causes: Iterable[Cause], *, now: datetime) -> Standing:
    """The class that the causes of the last 365 days add up to.

    An arrival in time adds 1, a place released because the guest did not come takes 2.
    Below 0 is `watch`; 3 and more is `regular`; a guest of whom nothing is known is `new`.
    """
    total = sum(cause.weight for cause in causes if cause.counts(now))
    if total < 0:
        return Standing.WATCH
    return Standing.REGULAR if total >= REGULAR_FROM else Standing.NEW
