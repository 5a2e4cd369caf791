"""One transaction's work: the repositories, and facts that leave with the rows."""

from datetime import datetime

from messaging.transaction import Transaction

from booking import events
from booking.adapters.alarms import Alarms
from booking.adapters.allocations import Allocations
from booking.adapters.bookings import Bookings
from booking.adapters.guests import Guest, Guests
from booking.adapters.snapshots import booking_snapshot, entry_snapshot, offer_part, venue_set
from booking.adapters.told import entry_event_of, event_of
from booking.adapters.venues import Resources, Venues
from booking.adapters.waitlist import Waitlist
from booking.domain.booking import Booking
from booking.domain.facts import Fact, Step
from booking.domain.ids import BookingId, EntryId, TenantId
from booking.domain.venue import Venue
from booking.domain.waitlist import Entry, EntryFact, EntryStep


class MovedMeanwhile(Exception):
    """The place changed while we waited for its lock. Counts as a lost race: the runner begins anew."""

    sqlstate = "40001"


class Work:
    """Commands do everything through this; the runner commits."""

    def __init__(self, transaction: Transaction) -> None:
        session = transaction.session
        self.transaction = transaction
        self.now: datetime = transaction.now
        self.venues = Venues(session)
        self.resources = Resources(session)
        self.guests = Guests(session)
        self.bookings = Bookings(session)
        self.allocations = Allocations(session)
        self.waitlist = Waitlist(session)
        self.alarms = Alarms(transaction)

    async def save(self, step: Step[Fact | None]) -> Booking:
        """Write the booking after a transition, and tell the fact."""
        await self.bookings.save(step.booking)
        await self.tell(step)
        return step.booking

    async def tell(self, step: Step[Fact | None]) -> None:
        """Let the fact leave with the transaction."""
        booking = step.booking
        if step.fact is None:
            return
        venue = await self.venues.get(booking.tenant, booking.venue_id)
        resources = await self.resources.named(booking.tenant, booking.resource_ids)
        snapshot = booking_snapshot(booking, venue, resources)
        self.transaction.publish(event_of(step.fact, booking, snapshot), tenant=booking.tenant)

    async def save_entry(self, step: EntryStep, *, reason: str | None = None) -> Entry:
        """Write the entry after a transition, and tell the fact."""
        await self.waitlist.save(step)
        if step.fact is not None:
            await self.tell_of_entry(step, step.fact, reason=reason)
        return step.entry

    async def tell_of_entry(self, step: EntryStep, fact: EntryFact, *, reason: str | None = None) -> None:
        entry, offer = step.entry, step.offer
        venue = await self.venues.get(entry.tenant, entry.venue_id)
        part = None
        if offer is not None:
            part = offer_part(offer, await self.resources.named(entry.tenant, offer.resource_ids))
        event = entry_event_of(fact, entry_snapshot(entry, venue), part, booking_id=entry.booking_id, reason=reason)
        self.transaction.publish(event, tenant=entry.tenant)

    def tell_of_venue(self, venue: Venue) -> None:
        self.transaction.publish(venue_set(venue), tenant=venue.tenant)

    def tell_contact(self, guest: Guest) -> None:
        """Contacts travel on their own restricted topic, and nowhere else."""
        event = events.GuestContactSet(
            guest_id=guest.id, name=guest.name, email=guest.email, phone=guest.phone, language=guest.language
        )
        self.transaction.publish(event, tenant=guest.tenant)

    async def tell_erasure(self, guest: Guest) -> None:
        await self.transaction.forget_told(guest.id, tenant=guest.tenant)
        self.transaction.publish(events.GuestContactErased(guest_id=guest.id), tenant=guest.tenant)

    async def lock_with_places(self, tenant: TenantId, booking_id: BookingId, *, whole_venue: bool = False) -> Booking:
        """The booking's lock after those of its resources and their neighbours: the one order of locks.

        `whole_venue`: all its resources, for who may move to any of them. Raises NotFound, MovedMeanwhile.
        """
        seen = await self.bookings.get(tenant, booking_id)
        if whole_venue:
            everything = await self.resources.of_venue(tenant, seen.venue_id)
            await self.resources.lock(tenant, [one.id for one in everything])
        else:
            await self.resources.lock_neighbourhood(tenant, seen.venue_id, seen.resource_ids)
        booking = await self.bookings.lock(tenant, booking_id)
        if booking.resource_ids != seen.resource_ids:
            raise MovedMeanwhile
        return booking

    async def lock_entry_with_places(self, tenant: TenantId, entry_id: EntryId) -> Entry:
        """The entry's lock after those of the offered resources. Raises NotFound, MovedMeanwhile."""
        seen = await self.waitlist.get(tenant, entry_id)
        if seen.offer is not None:
            await self.resources.lock_neighbourhood(tenant, seen.venue_id, seen.offer.resource_ids)
        entry = await self.waitlist.lock(tenant, entry_id)
        if entry.offer is not None and (seen.offer is None or entry.offer.id != seen.offer.id):
            raise MovedMeanwhile
        return entry
