"""A venue as policy knows it."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from policy.domain.case import Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """`version` 0: known only from a booking's snapshot so far; whatever booking tells of it is newer."""

    tenant: str
    id: str
    version: int
    name: str
    trade: str
    time_zone: str
    hold_hour: int = 18
    stale_after_minutes: int = 5

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def stale_after(self) -> timedelta:
        return timedelta(minutes=self.stale_after_minutes)


def venue_of(booking: Booking, *, tenant: str) -> Venue:
    """The venue as far as a booking's snapshot tells of it."""
    return Venue(
        tenant=tenant,
        id=booking.venue_id,
        version=0,
        name=booking.venue_name,
        trade=booking.trade,
        time_zone=booking.time_zone,
    )
