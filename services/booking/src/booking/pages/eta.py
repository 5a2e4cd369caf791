"""When a late guest will be there: the choices that a page offers, and what was chosen."""

from datetime import UTC, datetime, time, timedelta

from booking.domain.booking import Booking
from booking.domain.venue import Venue
from booking.domain.wall_clock import instant_of, local_day

_AT_A_TIME = (5, 10, 15, 20, 30)
_FOR_NIGHTS = (30, 60, 120, 180)
_SAME_EVENING = timedelta(hours=12)


class TimeUnreadable(Exception):
    """What was sent is no time."""


def choices(booking: Booking, venue: Venue, *, now: datetime) -> list[tuple[timedelta, datetime]]:
    """How much later than expected, or than now when that has passed; and the instant, in whole minutes."""
    base = max(booking.expected_by, now.replace(second=0, microsecond=0))
    steps = (timedelta(minutes=minutes) for minutes in (_FOR_NIGHTS if venue.by_nights else _AT_A_TIME))
    return [(step, base + step) for step in steps if base + step < booking.period.ends_at]


def read_instant(text: str) -> datetime:
    """An instant that a choice carries. Raises TimeUnreadable."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimeUnreadable(text) from error
    if instant.tzinfo is None:
        raise TimeUnreadable(text)
    return instant.astimezone(UTC)


def read_wall_time(text: str, booking: Booking, venue: Venue) -> datetime:
    """`HH:MM` on the venue's wall: on the day when the guest is expected, or in the night that follows it.

    Raises TimeUnreadable.
    """
    try:
        wall = time.fromisoformat(text.strip())
    except ValueError as error:
        raise TimeUnreadable(text) from error
    day = local_day(booking.expected_by, venue.zone)
    instant = instant_of(day, wall.replace(tzinfo=None), venue.zone)
    if booking.expected_by - instant > _SAME_EVENING:
        instant = instant_of(day + timedelta(days=1), wall.replace(tzinfo=None), venue.zone)
    return instant
