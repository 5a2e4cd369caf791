"""When guests arrive: the file does not say, so the hours are drawn, and told as assumed."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stories.replay.stays import Stay

FIRST, USUAL, LAST = 15.0, 16.5, 22.0
STATED_TO = timedelta(minutes=30)

ASSUMED = (
    f"arrival hours are drawn from a triangular distribution over {FIRST:.0f}:00–{LAST:.0f}:00 with its peak at 16:30, "
    "by the clock on the hotel's wall, seeded by seed, day and line; a guest who comes after the hold hour had stated "
    "the hour when booking (rounded up to the half-hour); a no-show stated nothing"
)


def arrival_of(stay: Stay, *, day: date, zone: ZoneInfo, seed: int) -> datetime:
    """The drawn instant, to the minute; the same for the same seed, day and line."""
    drawn = random.Random(f"{seed}/{day}/{stay.line}").triangular(FIRST, LAST, USUAL)  # noqa: S311 - no secret
    return _midnight(day, zone) + timedelta(minutes=int(drawn * 60))


def stated_arrival(arrives: datetime, *, hold_hour: int) -> datetime | None:
    """What a guest told the hotel beforehand: nothing, if the guest comes before the hold hour."""
    if arrives < datetime.combine(arrives.date(), time(hold_hour), arrives.tzinfo):
        return None
    past = (arrives - _midnight(arrives.date(), arrives.tzinfo)) % STATED_TO
    return arrives + (STATED_TO - past if past else timedelta(0))


def histogram(arrivals: Sequence[datetime]) -> dict[int, int]:
    """Hour on the wall → arrivals."""
    counts: dict[int, int] = {}
    for arrival in sorted(arrivals):
        counts[arrival.hour] = counts.get(arrival.hour, 0) + 1
    return counts


def _midnight(day: date, zone: object) -> datetime:
    assert isinstance(zone, ZoneInfo)
    return datetime.combine(day, time(0), zone)
