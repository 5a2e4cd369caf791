"""Half-open periods of instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """`[starts_at, ends_at)`, aware UTC instants."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("a period ends after it starts")

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def covers(self, other: "Period") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def overlaps(self, other: "Period") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def from_(self, instant: datetime) -> "Period | None":
        """What is left of the period from `instant` on."""
        starts_at = max(self.starts_at, instant)
        return Period(starts_at, self.ends_at) if starts_at < self.ends_at else None


def without(whole: Period, part: Period) -> list[Period]:
    """What is left of `whole` before and after `part`."""
    if not whole.overlaps(part):
        return [whole]
    bounds = ((whole.starts_at, part.starts_at), (part.ends_at, whole.ends_at))
    return [Period(start, end) for start, end in bounds if start < end]
