"""Give a booking's place back, and offer what is left of it to the waitlist."""

from booking.adapters.allocations import of_booking
from booking.adapters.work import Work
from booking.commands.offer_freed_place import OfferFreedPlace, offer_freed_place
from booking.domain.booking import Booking


async def free_place(booking: Booking, work: Work) -> None:
    """Free all of it, in the transaction that ends the claim; the rest of the period goes to who waits.

    The caller holds the locks of the resources and their neighbours.
    """
    await work.allocations.give_back(booking.tenant, of_booking(booking.id))
    rest = booking.period.from_(work.now)
    if rest is not None:
        venue = await work.venues.get(booking.tenant, booking.venue_id)
        await offer_freed_place(OfferFreedPlace(venue=venue, resource_ids=booking.resource_ids, freed=rest), work)
