"""Keep the card of a venue's rules."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain.ids import TenantId, VenueId
from booking.domain.venue import Card, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCard:
    tenant: TenantId
    venue_id: VenueId
    card: Card


async def keep_card(command: KeepCard, work: Work) -> Venue:
    """New bookings show these rules at once. A card that was published before the one we have changes nothing."""
    venue = await work.venues.lock(command.tenant, command.venue_id)
    kept = venue.keep_card(command.card)
    if kept is not venue:
        await work.venues.save(kept, now=work.now)
    return kept
