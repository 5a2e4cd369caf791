"""Time as facts: `minutes_late` and `wall_minute` of a booking at an instant, and the instants at which they change.

The clock on the venue's wall jumps twice a year. A wall time may therefore come twice, once or never on the arrival
day's night; every instant at which a time fact can pass a number is listed, so that nothing has to be guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_LATE = "minutes_late"
WALL_MINUTE = "wall_minute"
TIME_FACTS = (MINUTES_LATE, WALL_MINUTE)

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ArrivalClock:
    """Turns instants into the time facts of one booking. `arrival_day` is a date on the venue's wall."""

    expected_by: datetime
    arrival_day: date
    zone: ZoneInfo

    def minutes_late(self, at: datetime) -> int:
        """Whole minutes since `expected_by`, rounded down, at least 0."""
        return max(0, (at - self.expected_by) // _MINUTE)

    def wall_minute(self, at: datetime) -> int:
        """Minutes that the clock on the wall shows since the arrival day's midnight; 1440 and more on later days."""
        return (at.astimezone(self.zone).replace(tzinfo=None) - self._midnight()) // _MINUTE

    def changes(self, *, late: Iterable[int], wall: Iterable[int], after: datetime, until: datetime) -> list[datetime]:
        """Every instant in (after, until] at which a time fact can pass one of the given numbers, in order."""
        instants = {self.expected_by + minutes * _MINUTE for minutes in late}
        walls = list(wall)
        for minutes in walls:
            instants.update(self._instants_of_wall_minute(minutes))
        if walls:
            # a day after the last number the wall cannot come back to it
            last = max(self._instants_of_wall_minute(max(walls))) + timedelta(days=1)
            instants.update(_offset_changes(self.zone, after, min(until, last)))
        return sorted(each.astimezone(UTC) for each in instants if after < each <= until)

    def _midnight(self) -> datetime:
        return datetime.combine(self.arrival_day, time())

    def _instants_of_wall_minute(self, minutes: int) -> Iterator[datetime]:
        wall = self._midnight() + minutes * _MINUTE
        for fold in (0, 1):
            yield wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)


def _offset_changes(zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[datetime]:
    """The instants in (after, until] at which the zone's distance from UTC changes, to the second."""
    low = after.astimezone(UTC).replace(microsecond=0)
    end = until.astimezone(UTC)
    while low < end:
        high = min(low + _HOUR, end)
        if _offset(zone, low) != _offset(zone, high):
            yield _first_with_offset_of(zone, low, high)
        low = high


def _first_with_offset_of(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    target = _offset(zone, high)
    while high - low > _SECOND:
        middle = low + ((high - low) // 2 // _SECOND) * _SECOND
        if _offset(zone, middle) == target:
            high = middle
        else:
            low = middle
    return high


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
