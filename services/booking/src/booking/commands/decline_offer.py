"""Decline an offer."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.commands.give_up_offer import give_up_offer
from booking.domain.ids import EntryId, OfferId, TenantId
from booking.domain.waitlist import Entry, EntryFact, require_offer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer:
    """`offer_id`: only this offer is meant, not a later one to the same party."""

    tenant: TenantId
    entry_id: EntryId
    offer_id: OfferId | None = None


async def decline_offer(command: DeclineOffer, work: Work) -> Entry:
    """The party does not want this place, and waits on.

    - The place goes to the next party that it fits, in the same transaction.
    """
    entry = await work.lock_entry_with_places(command.tenant, command.entry_id)
    require_offer(entry, command.offer_id)
    return await give_up_offer(entry, EntryFact.DECLINED, work)
