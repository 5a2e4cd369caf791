"""When a party could start, and on what."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from booking.domain.ids import ResourceId
from booking.domain.period import Period
from booking.domain.places import Place, Resource, Wish, choose_place
from booking.domain.venue import Venue
from booking.domain.wall_clock import local_day, nights, open_periods

GRID = timedelta(minutes=15)
SHOWN = 5
_BEFORE = timedelta(hours=4)
_AFTER = timedelta(hours=8)
_DAYS_AROUND = 7


@dataclass(frozen=True, slots=True)
class FreeStart:
    period: Period
    place: Place


def wished_starts(venue: Venue, within: Period, duration: timedelta) -> list[Period]:
    """Periods on a quarter-hour grid that start in `within` and lie wholly in the opening hours."""
    found: list[Period] = []
    looked_at = Period(within.starts_at, within.ends_at + duration)
    for span in open_periods(venue.opening_hours, venue.zone, looked_at):
        start = _next_on_grid(max(span.starts_at, within.starts_at))
        while start < within.ends_at and start + duration <= span.ends_at:
            found.append(Period(start, start + duration))
            start += GRID
    return found


def around(venue: Venue, wished: Period, *, now: datetime) -> list[Period]:
    """Periods of the same length near a wished one, from now on: quarter hours, or other nights."""
    if venue.by_nights:
        return _nights_around(venue, wished, now)
    earliest = max(now, wished.starts_at - _BEFORE)
    latest = max(wished.starts_at + _AFTER, earliest + GRID)
    return wished_starts(venue, Period(earliest, latest), wished.length)


def free_starts(
    venue: Venue,
    periods: Iterable[Period],
    resources: Sequence[Resource],
    taken: Mapping[ResourceId, Sequence[Period]],
    wish: Wish,
) -> list[FreeStart]:
    """Those of the periods in which a place is free, with the place that would serve the party."""
    found: list[FreeStart] = []
    busy = {one: _Busy(spans) for one, spans in taken.items()}
    for period in periods:
        free = [one for one in resources if one.id not in busy or not busy[one.id].overlaps(period)]
        place = choose_place(free, wish, joining=not venue.by_nights)
        if place is not None:
            found.append(FreeStart(period, place))
    return found


def nearest(found: Iterable[FreeStart], wished: datetime) -> tuple[datetime, ...]:
    """The starts nearest to the wished one, in the order of time."""
    starts = sorted({one.period.starts_at for one in found}, key=lambda start: (abs(start - wished), start))
    return tuple(sorted(starts[:SHOWN]))


class _Busy:
    """When a resource is taken. Its periods never overlap, so the one that matters is found by halving."""

    def __init__(self, spans: Iterable[Period]) -> None:
        self._spans = sorted(spans, key=lambda span: span.ends_at)
        self._ends = [span.ends_at for span in self._spans]

    def overlaps(self, period: Period) -> bool:
        first = bisect_right(self._ends, period.starts_at)
        return first < len(self._spans) and self._spans[first].starts_at < period.ends_at


def _nights_around(venue: Venue, wished: Period, now: datetime) -> list[Period]:
    first, last = local_day(wished.starts_at, venue.zone), local_day(wished.ends_at, venue.zone)
    if last <= first:
        return []
    periods = [
        nights(
            first + timedelta(days=shift),
            last + timedelta(days=shift),
            from_hour=venue.settings.check_in,
            to_hour=venue.settings.check_out,
            zone=venue.zone,
        )
        for shift in range(-_DAYS_AROUND, _DAYS_AROUND + 1)
    ]
    return [period for period in periods if period.starts_at >= now]


def _next_on_grid(instant: datetime) -> datetime:
    quarter = GRID // timedelta(seconds=1)
    seconds = -int(-instant.timestamp() // quarter) * quarter
    return datetime.fromtimestamp(seconds, UTC)
