"""Which facts are overtaken by newer ones: events of different topics come in any order."""

from dataclasses import dataclass, replace
from datetime import datetime

from notify.domain.facts import BookingFacts
from notify.domain.kinds import Kind

ABOUT_A_COMING_GUEST = frozenset({Kind.CONFIRMED, Kind.TERMS, Kind.CHANGED, Kind.HELD, Kind.STAFF_ANSWERED})
"""Worthless as soon as the guest is there, or the booking is cancelled, released or over."""

ABOUT_THE_OLD_TIME = frozenset({Kind.CONFIRMED, Kind.CHANGED, Kind.HELD, Kind.STAFF_ANSWERED})
"""Worthless as soon as the booking has been changed: the message about the change says all."""


def is_overtaken(told: BookingFacts, known: BookingFacts | None) -> bool:
    """Whether a promise about `told` is too old to pass on: the booking has since left `confirmed`, or has moved."""
    if known is None or known.version <= told.version:
        return False
    return known.state != "confirmed" or known.starts_at != told.starts_at


def best_of(told: BookingFacts, known: BookingFacts | None) -> BookingFacts:
    """The newest snapshot; what policy's reference leaves out is taken from what booking has told."""
    if known is None:
        return told
    if known.version >= told.version:
        return known
    return replace(
        told,
        state=told.state or known.state,
        places=told.places or known.places,
        check_in=told.check_in or known.check_in,
        check_out=told.check_out or known.check_out,
        confirmed_at=told.confirmed_at or known.confirmed_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a guest who is late has been told. The same promise is not told twice."""

    until: datetime
    eta_beyond_rules: bool
    expected_by: datetime
