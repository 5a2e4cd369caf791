"""From what was asked for to the period that would be taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.domain.errors import Closed, PeriodInvalid
from booking.domain.period import Period
from booking.domain.venue import Venue
from booking.domain.wall_clock import is_open, local_day, nights

LONGEST = timedelta(days=400)
WALK_IN_BY = timedelta(minutes=15)
_LATER = "A walk-in is here already and starts now; book what starts later without `walk_in`."


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedTime:
    """Either an instant with an end or a duration, or dates for nights."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    duration: timedelta | None = None
    check_in: date | None = None
    check_out: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    period: Period
    check_in: date | None = None
    check_out: date | None = None


def wished_stay(venue: Venue, wished: WishedTime, *, now: datetime, walk_in: bool = False) -> Stay:
    """The period of a booking at this venue.

    - Nights run from the check-in hour of the first day to the check-out hour of the last, by the venue's wall.
    - Anything else starts at an instant, lasts the default duration unless said, and lies in the opening hours.
    - A walk-in starts now or within a quarter hour, or on the day of check-in, whatever the opening hours say: who
      let the guests in knows.
    Raises PeriodInvalid, Closed.
    """
    stay = _nights(venue, wished, now, walk_in) if venue.by_nights else _timed(venue, wished, now, walk_in)
    if stay.period.ends_at <= now:
        raise PeriodInvalid("The wished time is over.")
    if stay.period.length > LONGEST:
        raise PeriodInvalid(f"A booking lasts at most {LONGEST.days} days.")
    if not venue.by_nights and not walk_in and not is_open(venue.opening_hours, venue.zone, stay.period):
        raise Closed("The venue is not open for the whole of that time.")
    return stay


def _nights(venue: Venue, wished: WishedTime, now: datetime, walk_in: bool) -> Stay:
    if wished.starts_at or wished.ends_at or wished.duration:
        raise PeriodInvalid("This venue is booked for nights: send check_in and check_out.")
    check_in = wished.check_in or (local_day(now, venue.zone) if walk_in else None)
    if check_in is None or wished.check_out is None:
        raise PeriodInvalid("Both check_in and check_out are needed.")
    if walk_in and check_in > local_day(now, venue.zone):
        raise PeriodInvalid(_LATER)
    try:
        period = nights(
            check_in,
            wished.check_out,
            from_hour=venue.settings.check_in,
            to_hour=venue.settings.check_out,
            zone=venue.zone,
        )
    except ValueError as error:
        raise PeriodInvalid("check_out comes at least one night after check_in.") from error
    if walk_in and period.starts_at < now:
        period = _checked(now, period.ends_at)
    return Stay(period=period, check_in=check_in, check_out=wished.check_out)


def _timed(venue: Venue, wished: WishedTime, now: datetime, walk_in: bool) -> Stay:
    if wished.check_in or wished.check_out:
        raise PeriodInvalid("This venue is booked at a time: send starts_at.")
    starts_at = wished.starts_at or (now if walk_in else None)
    if starts_at is None:
        raise PeriodInvalid("starts_at is needed.")
    if walk_in and starts_at > now + WALK_IN_BY:
        raise PeriodInvalid(_LATER)
    if wished.ends_at is not None and wished.duration is not None:
        raise PeriodInvalid("Send ends_at or duration_minutes, not both.")
    duration = wished.duration or timedelta(minutes=venue.settings.default_duration_minutes)
    return Stay(period=_checked(starts_at, wished.ends_at or starts_at + duration))


def _checked(starts_at: datetime, ends_at: datetime) -> Period:
    if ends_at <= starts_at:
        raise PeriodInvalid("The end comes after the start.")
    return Period(starts_at, ends_at)
