from notify.adapters.work import Work
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import EntryFacts, Facts, OfferFacts
from notify.domain.kinds import Kind


async def tell_offered(entry: EntryFacts, offer: OfferFacts, work: Work, *, tenant: str, event_id: str) -> None:
    """Offer a waiting party a place, with a link that ends with the offer. News until the offer expires."""
    await write_message(
        Draft(
            kind=Kind.OFFERED,
            event_id=event_id,
            facts=Facts(entry=entry, offer=offer),
            not_after=offer.expires_at,
        ),
        work,
        tenant=tenant,
    )
