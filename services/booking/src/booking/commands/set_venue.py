"""Set up a venue."""

from dataclasses import dataclass, field
from typing import Any

from messaging.ids import new_id

from booking.adapters.work import Work
from booking.domain.ids import TenantId, VenueId
from booking.domain.venue import DEFAULTS, Trade, Venue, with_settings
from booking.domain.wall_clock import OpeningHours


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVenue:
    tenant: TenantId
    name: str
    trade: Trade
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    opening_hours: OpeningHours | None = None
    settings: dict[str, Any] = field(default_factory=dict)


async def set_venue(command: SetVenue, work: Work) -> Venue:
    """Open a place of business.

    - What its settings do not say, its trade decides: a restaurant waits 5 minutes before the clock declares a guest
      late, a hotel none.
    - Without opening hours it is always open.
    - Policy hears of it, and publishes the rules of its trade for it.
    """
    venue = Venue(
        id=VenueId(new_id("ven")),
        tenant=command.tenant,
        version=1,
        name=command.name,
        trade=command.trade,
        time_zone=command.time_zone,
        currency=command.currency,
        languages=command.languages,
        opening_hours=command.opening_hours,
        settings=with_settings(DEFAULTS[command.trade], command.settings),
    )
    await work.venues.add(venue, now=work.now)
    work.tell_of_venue(venue)
    return venue
