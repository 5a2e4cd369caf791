"""Join the waitlist."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from messaging.ids import new_id

from booking.adapters.guests import Guest
from booking.adapters.work import Work
from booking.commands.know_guest import GuestDetails, know_guest
from booking.commands.offer_freed_place import make_offer
from booking.domain.errors import PeriodInvalid
from booking.domain.ids import EntryId, TenantId, VenueId
from booking.domain.places import Wish, places_in_order, suits
from booking.domain.venue import Venue
from booking.domain.waitlist import Entry, EntryFact, EntryStep, wanted_period
from booking.domain.wall_clock import is_open

_PLACES_TRIED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWaitlist:
    tenant: TenantId
    venue_id: VenueId
    earliest: datetime
    latest: datetime
    duration: timedelta
    party: int
    kind: str | None = None
    area: str | None = None
    can_come_in: timedelta = timedelta(0)
    guest: GuestDetails = field(default_factory=GuestDetails)


async def join_waitlist(command: JoinWaitlist, work: Work) -> tuple[Entry, Guest]:
    """Wait for a place.

    - The line is in the order of joining.
    - A fitting place that is free now is offered at once.
    - The entry ends by itself when its latest start has passed.
    """
    if command.latest < command.earliest or command.latest <= work.now:
        raise PeriodInvalid("`latest` lies in the future, and not before `earliest`.")
    venue = await work.venues.get(command.tenant, command.venue_id)
    guest = await know_guest(command.guest, venue, work)
    # whoever frees a place holds its lock: so either we see it free, or it sees us waiting
    suitable = [one for one in await work.resources.of_venue(venue.tenant, venue.id) if suits(one, _wish(command))]
    await work.resources.lock(venue.tenant, [one.id for one in suitable])
    entry = Entry(
        id=EntryId(new_id("wle")),
        tenant=command.tenant,
        venue_id=venue.id,
        guest_id=guest.id,
        party=command.party,
        earliest=command.earliest,
        latest=command.latest,
        duration=command.duration,
        kind=command.kind,
        area=command.area,
        can_come_in=command.can_come_in,
        language=command.guest.language or guest.language,
        joined_at=work.now,
        updated_at=work.now,
    )
    await work.waitlist.add(entry)
    await work.tell_of_entry(EntryStep(entry=entry, fact=EntryFact.JOINED), EntryFact.JOINED)
    work.alarms.when_entry_is_past(entry, entry.latest)
    return await _offered_at_once(entry, venue, work) or entry, guest


def _wish(command: JoinWaitlist) -> Wish:
    return Wish(party=command.party, kind=command.kind, area=command.area)


async def _offered_at_once(entry: Entry, venue: Venue, work: Work) -> Entry | None:
    period = wanted_period(entry, not_before=work.now + entry.can_come_in, by_nights=venue.by_nights)
    if period is None:
        return None
    if not venue.by_nights and not is_open(venue.opening_hours, venue.zone, period):
        return None
    free = await work.allocations.free(venue.tenant, venue.id, period)
    places = list(places_in_order(free, entry.wish, joining=not venue.by_nights))
    for place in places[:_PLACES_TRIED]:
        offered = await make_offer(entry, place, period, work, freed=period)
        if offered is not None:
            return offered
    return None
