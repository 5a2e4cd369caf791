"""A place of business, and what its trade does when its owner says nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from booking.domain.ids import TenantId, VenueId
from booking.domain.wall_clock import OpeningHours


class Trade(StrEnum):
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    SALON = "salon"
    TRAINER = "trainer"
    BUILDER = "builder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    late_after_minutes: int = 5
    hold_hour: int = 18
    check_in: str = "15:00"
    check_out: str = "11:00"
    offer_minutes: int = 10
    default_duration_minutes: int = 90
    stale_after_minutes: int = 5


DEFAULTS: Mapping[Trade, Settings] = {
    Trade.RESTAURANT: Settings(),
    Trade.HOTEL: Settings(late_after_minutes=0, default_duration_minutes=24 * 60),
    Trade.SALON: Settings(default_duration_minutes=60),
    Trade.TRAINER: Settings(default_duration_minutes=60),
    Trade.BUILDER: Settings(default_duration_minutes=8 * 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The rules that a guest reads before booking, per language, as policy published them."""

    version: str
    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    id: VenueId
    tenant: TenantId
    version: int
    name: str
    trade: Trade
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    opening_hours: OpeningHours | None
    settings: Settings
    card: Card | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def by_nights(self) -> bool:
        """Whether places are booked for nights rather than at a time."""
        return self.trade is Trade.HOTEL

    @property
    def late_after(self) -> timedelta:
        return timedelta(minutes=self.settings.late_after_minutes)

    @property
    def offer_for(self) -> timedelta:
        return timedelta(minutes=self.settings.offer_minutes)

    def keep_card(self, card: Card) -> "Venue":
        """The newest card; an older one that comes late changes nothing."""
        if self.card is not None and self.card.number >= card.number:
            return self
        return replace(self, card=card)


def with_settings(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """The settings with these changed; raises TypeError for an unknown name."""
    return replace(settings, **changes)
