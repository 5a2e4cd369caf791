from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import EntryFacts, Facts, OfferFacts
from notify.domain.kinds import DropReason, Kind, Status
from notify.domain.moment import after_offer_expired


async def tell_offer_expired(entry: EntryFacts, offer: OfferFacts, work: Work, *, tenant: str, event_id: str) -> None:
    """Tell a party that its offer has run out, and whether it still waits. News for half an hour.

    - An offer that was never told is not told to have ended.
    """
    await withdraw_messages({Kind.OFFERED}, work, tenant=tenant, entry_id=entry.id, why="the offer has expired")
    told = await _was_told(offer, work, tenant=tenant, entry_id=entry.id)
    await write_message(
        Draft(
            kind=Kind.OFFER_EXPIRED,
            event_id=event_id,
            facts=Facts(entry=entry, offer=offer),
            not_after=after_offer_expired(offer.expires_at),
            drop=None if told else (DropReason.CANCELLED, "the offer itself was never told"),
        ),
        work,
        tenant=tenant,
    )


async def _was_told(offer: OfferFacts, work: Work, *, tenant: str, entry_id: str) -> bool:
    messages = await work.messages.last_of(tenant, {Kind.OFFERED}, entry_id=entry_id)
    return any(
        message.facts.offer is not None
        and message.facts.offer.id == offer.id
        and message.status in {Status.SENDING, Status.SENT, Status.DELIVERED}
        for message in messages
    )
