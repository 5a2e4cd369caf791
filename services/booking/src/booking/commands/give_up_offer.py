"""What follows when an offer is not taken."""

from booking.adapters.allocations import of_offer
from booking.adapters.work import Work
from booking.commands.offer_freed_place import OfferFreedPlace, offer_freed_place
from booking.domain import waitlist
from booking.domain.waitlist import Entry, EntryFact, Offer


async def give_up_offer(entry: Entry, why: EntryFact, work: Work, *, reason: str | None = None) -> Entry:
    """The party waits on, unless its last start has passed; the place goes to the next party that it fits.

    A withdrawn offer is offered to nobody: the host wants the place. Raises NothingOffered.
    """
    step = waitlist.give_up_offer(entry, why, now=work.now)
    waiting = await work.save_entry(step, reason=reason)
    if step.offer is not None:
        await free_offered_place(waiting, step.offer, work, to_next=why is not EntryFact.WITHDRAWN)
    return await work.save_entry(waitlist.end(waiting, now=work.now))


async def free_offered_place(entry: Entry, offer: Offer, work: Work, *, to_next: bool) -> None:
    """The caller holds the locks of the resources and their neighbours."""
    await work.allocations.give_back(entry.tenant, of_offer(offer.id))
    if to_next:
        venue = await work.venues.get(entry.tenant, entry.venue_id)
        await offer_freed_place(OfferFreedPlace(venue=venue, resource_ids=offer.resource_ids, freed=offer.freed), work)
