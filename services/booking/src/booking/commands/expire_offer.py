"""An offer runs out."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.commands.give_up_offer import give_up_offer
from booking.domain.ids import EntryId, OfferId, TenantId
from booking.domain.waitlist import Entry, EntryFact


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireOffer:
    tenant: TenantId
    entry_id: EntryId
    offer_id: OfferId


async def expire_offer(command: ExpireOffer, work: Work) -> Entry:
    """Nobody answered in time: the party waits on, and the place goes to the next one that it fits.

    An offer that was answered before, or is not over yet, is left alone.
    """
    entry = await work.lock_entry_with_places(command.tenant, command.entry_id)
    if entry.offer is None or entry.offer.id != command.offer_id:
        return entry
    if entry.offer.is_valid(work.now):
        work.alarms.when_offer_expires(entry, entry.offer)
        return entry
    return await give_up_offer(entry, EntryFact.EXPIRED, work)
