"""When a guest should be there, and how late the guest is."""

from datetime import UTC, datetime, time, timedelta

from booking.domain.errors import PeriodInvalid
from booking.domain.period import Period
from booking.domain.venue import Venue
from booking.domain.wall_clock import instant_of, local_day


def expected_by(venue: Venue, period: Period, *, stated: datetime | None, confirmed_at: datetime) -> datetime:
    """The instant by which the guest should be there.

    - At a time: the start. For nights: the stated arrival, else the hold hour of the first day by the venue's wall.
    - Never before the place is theirs, and never before the booking was made.
    """
    if not venue.by_nights:
        if stated is not None:
            raise PeriodInvalid("A stated arrival time is for nights; at a table the start is what counts.")
        return max(period.starts_at, confirmed_at)
    if stated is not None and not period.starts_at - timedelta(days=1) <= stated < period.ends_at:
        raise PeriodInvalid("The stated arrival time does not lie in the stay.")
    first_day = local_day(period.starts_at, venue.zone)
    due = stated or instant_of(first_day, time(venue.settings.hold_hour), venue.zone)
    return max(due.astimezone(UTC), period.starts_at, confirmed_at)


def minutes_late(expected: datetime, now: datetime) -> int:
    """Whole minutes since `expected`, rounded down, never below 0."""
    return max(0, int((now - expected) // timedelta(minutes=1)))
