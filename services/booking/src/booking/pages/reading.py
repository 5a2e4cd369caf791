"""Reads what a page shows, in the request's transaction."""

from booking.adapters.waitlist import OFFER
from booking.adapters.work import Work
from booking.domain.errors import NotFound
from booking.domain.period import Period
from booking.pages.links import OfferLink
from booking.pages.offer_view import MadeOffer


async def made_offer(link: OfferLink, work: Work) -> MadeOffer:
    """The offer of the link with what became of it. Raises NotFound."""
    entry = await work.waitlist.get(link.tenant, link.entry_id)
    columns = OFFER.select().where(
        OFFER.c.tenant_id == link.tenant, OFFER.c.entry_id == link.entry_id, OFFER.c.id == link.offer_id
    )
    row = (await work.transaction.session.execute(columns)).mappings().first()
    if row is None:
        raise NotFound("offer")
    accepted = row["state"] == "accepted" and entry.booking_id is not None
    return MadeOffer(
        entry=entry,
        state=row["state"],
        period=Period(row["starts_at"], row["ends_at"]),
        expires_at=row["expires_at"],
        booking=await work.bookings.get(link.tenant, entry.booking_id) if accepted and entry.booking_id else None,
    )
