"""The clock on the venue's wall, in every zone, also in the nights on which it is changed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from booking.domain.period import Period
from booking.domain.wall_clock import DAYS, clock_time, instant_of, is_open, nights, open_periods
from hypothesis import given, settings
from hypothesis import strategies as st

ZONES = sorted(available_timezones() - {"localtime", "posixrules"})
zones = st.sampled_from(ZONES)
days = st.dates(date(2024, 1, 1), date(2030, 12, 30))
wall_times = st.times().map(lambda t: f"{t.hour:02}:{t.minute:02}")
hours = st.dictionaries(st.sampled_from(DAYS), st.lists(st.tuples(wall_times, wall_times), max_size=3))


@settings(max_examples=400, deadline=None)
@given(zones, days, st.times())
def test_the_instant_of_a_wall_time_shows_that_time_unless_dst_skips_it(name: str, day: date, wall: time) -> None:
    zone, wall = ZoneInfo(name), wall.replace(microsecond=0)
    shown = instant_of(day, wall, zone).astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, wall)
    assert shown >= wanted
    if shown != wanted:
        skipped = datetime.combine(day, wall, tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        assert skipped != wanted, "only a time that the wall never shows is moved"


@settings(max_examples=400, deadline=None)
@given(zones, days, hours, st.integers(0, 1439), st.integers(1, 600))
def test_open_means_that_the_wall_shows_an_hour_of_opening_all_the_time(
    name: str, day: date, spans: dict[str, list[tuple[str, str]]], minute: int, length: int
) -> None:
    zone = ZoneInfo(name)
    start = instant_of(day, time(0), zone) + timedelta(minutes=minute)
    period = Period(start, start + timedelta(minutes=length))
    opened = open_periods(spans, zone, period)
    assert all(a.ends_at < b.starts_at for a, b in pairwise(opened)), "joined, and in order"
    if is_open(spans, zone, period):
        for step in range(0, length, 7):
            assert _shows_open(spans, zone, period.starts_at + timedelta(minutes=step))


def _shows_open(spans: dict[str, list[tuple[str, str]]], zone: ZoneInfo, instant: datetime) -> bool:
    today = instant.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        for opens, closes in spans.get(DAYS[day.weekday()], []):
            until = day + timedelta(days=clock_time(closes) <= clock_time(opens))
            if instant_of(day, clock_time(opens), zone) <= instant < instant_of(until, clock_time(closes), zone):
                return True
    return False


@settings(max_examples=300, deadline=None)
@given(zones, days, st.integers(1, 20))
def test_stays_that_follow_each_other_never_overlap_and_leave_the_room_free_between(
    name: str, first: date, length: int
) -> None:
    zone = ZoneInfo(name)
    middle = first + timedelta(days=length)
    one = nights(first, middle, from_hour="15:00", to_hour="11:00", zone=zone)
    other = nights(middle, middle + timedelta(days=1), from_hour="15:00", to_hour="11:00", zone=zone)
    assert not one.overlaps(other)
    assert one.ends_at < other.starts_at


def test_no_hours_means_always_open_and_a_missing_day_closed() -> None:
    zone = ZoneInfo("Europe/Berlin")
    thursday = Period(datetime(2027, 2, 4, 11, tzinfo=UTC), datetime(2027, 2, 4, 12, tzinfo=UTC))
    assert is_open(None, zone, thursday)
    assert not is_open({"fri": [("00:00", "24:00")]}, zone, thursday)
    assert is_open({"thu": [("00:00", "24:00")]}, zone, thursday)
