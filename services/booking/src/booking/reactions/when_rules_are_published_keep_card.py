"""A venue has new rules: new bookings show their card at once."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.keep_card import KeepCard, keep_card
from booking.domain.ids import TenantId, VenueId
from booking.domain.venue import Card
from booking.heard import RulesPublished

SHOWN_BEFORE_BOOKING = "late_arrival.hold"


async def when_rules_are_published_keep_card(heard: Heard[RulesPublished], work: Work) -> None:
    said = heard.data
    if said.decision != SHOWN_BEFORE_BOOKING:
        return
    card = Card(version=said.rules_version, number=said.number, texts=said.card)
    await keep_card(KeepCard(tenant=TenantId(heard.tenant), venue_id=VenueId(said.venue_id), card=card), work)
