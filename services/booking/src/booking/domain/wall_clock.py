"""The clock on the venue's wall: opening hours, check-in, check-out, the hold hour. Safe across DST."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.domain.period import Period

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# per weekday the spans "HH:MM"–"HH:MM"; an end that is not after its start lies on the next day
OpeningHours = Mapping[str, Sequence[tuple[str, str]]]


def clock_time(text: str) -> time:
    """`HH:MM` as a time; `24:00` is midnight. Raises ValueError."""
    return time(0) if text == "24:00" else time.fromisoformat(text)


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant when the venue's wall shows `wall` on `day`.

    A time that DST skips is as much later as the clock jumps; of a time that comes twice the first is meant.
    """
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the venue's wall."""
    return instant.astimezone(zone).date()


def nights(check_in: date, check_out: date, *, from_hour: str, to_hour: str, zone: ZoneInfo) -> Period:
    """The period of a stay. Raises ValueError when check-out is not after check-in."""
    if check_out <= check_in:
        raise ValueError("check-out comes at least one night after check-in")
    return Period(instant_of(check_in, clock_time(from_hour), zone), instant_of(check_out, clock_time(to_hour), zone))


def open_periods(hours: OpeningHours | None, zone: ZoneInfo, within: Period) -> list[Period]:
    """When the venue is open, joined where spans touch, in order; no hours at all means always open."""
    if hours is None:
        return [within]
    found: list[Period] = []
    day = local_day(within.starts_at, zone) - timedelta(days=1)
    while day <= local_day(within.ends_at, zone):
        for opens, closes in hours.get(DAYS[day.weekday()], ()):
            span = _span(day, opens, closes, zone)
            if span is not None and span.overlaps(within):
                found.append(span)
        day += timedelta(days=1)
    return _joined(sorted(found, key=lambda span: span.starts_at))


def is_open(hours: OpeningHours | None, zone: ZoneInfo, period: Period) -> bool:
    """Whether the venue is open for the whole period."""
    return any(span.covers(period) for span in open_periods(hours, zone, period))


def _span(day: date, opens: str, closes: str, zone: ZoneInfo) -> Period | None:
    ends_next_day = clock_time(closes) <= clock_time(opens)
    starts_at = instant_of(day, clock_time(opens), zone)
    ends_at = instant_of(day + timedelta(days=ends_next_day), clock_time(closes), zone)
    # a span that lies wholly in the hour that DST skips has no length
    return Period(starts_at, ends_at) if starts_at < ends_at else None


def _joined(spans: list[Period]) -> list[Period]:
    joined: list[Period] = []
    for span in spans:
        if joined and span.starts_at <= joined[-1].ends_at:
            joined[-1] = Period(joined[-1].starts_at, max(joined[-1].ends_at, span.ends_at))
        else:
            joined.append(span)
    return joined
