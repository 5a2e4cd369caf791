"""Accept an offer."""

from dataclasses import dataclass
from datetime import date, timedelta

from messaging.ids import new_id

from booking.adapters.work import Work
from booking.commands.add_booking import add_booking
from booking.domain.booking import Booking, State
from booking.domain.errors import OfferExpired
from booking.domain.expected import expected_by
from booking.domain.ids import BookingId, EntryId, OfferId, TenantId
from booking.domain.period import Period
from booking.domain.venue import Venue
from booking.domain.waitlist import Entry, EntryState, Offer, accept, require_offer
from booking.domain.wall_clock import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer:
    """`offer_id`: only this offer is meant, not a later one to the same party."""

    tenant: TenantId
    entry_id: EntryId
    offer_id: OfferId | None = None


async def accept_offer(command: AcceptOffer, work: Work) -> tuple[Entry, Booking]:
    """The party takes the offered place.

    - Valid until its expiry, compared with the clock: too late is OfferExpired, whether or not a timer has noticed,
      and the party waits on.
    - A confirmed booking comes of it, with exactly the offered period and place.
    """
    entry = await work.waitlist.lock(command.tenant, command.entry_id)
    if entry.state is EntryState.WAITING and await work.waitlist.has_let_offer_expire(entry):
        raise OfferExpired("The offer has expired; you keep your place in the line.")
    offer = require_offer(entry, command.offer_id)
    booking_id = BookingId(new_id("bkg"))
    step = accept(entry, booking_id=booking_id, now=work.now)
    venue = await work.venues.get(entry.tenant, entry.venue_id)
    await work.allocations.hand_over(entry.tenant, offer.id, booking_id)
    booking = await add_booking(_booking(booking_id, entry, offer, venue, work), venue, work)
    return await work.save_entry(step), booking


def _booking(booking_id: BookingId, entry: Entry, offer: Offer, venue: Venue, work: Work) -> Booking:
    days = _nights(offer.period, venue)
    return Booking(
        id=booking_id,
        tenant=entry.tenant,
        venue_id=venue.id,
        guest_id=entry.guest_id,
        code="",
        state=State.CONFIRMED,
        party=entry.party,
        period=offer.period,
        check_in=days[0] if days else None,
        check_out=days[1] if days else None,
        expected_by=expected_by(venue, offer.period, stated=None, confirmed_at=work.now),
        language=entry.language,
        kind=entry.kind,
        area=entry.area,
        resource_ids=offer.resource_ids,
        from_entry_id=entry.id,
        source="waitlist",
        confirmed_at=work.now,
        updated_at=work.now,
    )


def _nights(period: Period, venue: Venue) -> tuple[date, date] | None:
    """The dates of an offered stay; one that ends on the day it starts has none."""
    first, last = local_day(period.starts_at, venue.zone), local_day(period.ends_at, venue.zone)
    return (first, last) if venue.by_nights and last - first >= timedelta(days=1) else None
