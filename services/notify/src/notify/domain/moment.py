"""A message has a moment: the instant after which it must not be sent any more."""

from datetime import datetime, timedelta

from notify.domain.facts import BookingFacts

RELEASED_STAYS_NEWS = timedelta(hours=2)
OFFER_EXPIRED_STAYS_NEWS = timedelta(minutes=30)
BOOKED_ON_THE_SPOT = timedelta(minutes=30)
TERMS_WAIT = timedelta(seconds=60)


def until_the_start(booking: BookingFacts) -> datetime:
    """Confirmed, changed, cancelled and terms are news until the guest is due.

    A room is due at `expected_by`, hours after its nights begin; a booking that is made when both have passed
    (a room taken at 23:00) is news for 30 minutes, which a replay on another day has left behind as well.
    """
    due = max(booking.starts_at, booking.expected_by)
    if booking.confirmed_at is not None and booking.confirmed_at >= due:
        return booking.confirmed_at + BOOKED_ON_THE_SPOT
    return due


def after_release(released_at: datetime) -> datetime:
    """What happened and what can be done now: for two hours."""
    return released_at + RELEASED_STAYS_NEWS


def after_offer_expired(expires_at: datetime) -> datetime:
    """That an offer has run out: for half an hour."""
    return expires_at + OFFER_EXPIRED_STAYS_NEWS


def passed(not_after: datetime, now: datetime) -> bool:
    """Whether the moment is over. "Kept until 13:15" is not sent at 13:15 sharp."""
    return now >= not_after
