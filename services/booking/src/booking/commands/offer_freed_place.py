"""Offer a freed place to those who wait. Called inside every transaction that frees one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from messaging.ids import new_id

from booking.adapters.allocations import of_offer
from booking.adapters.work import Work
from booking.domain.ids import OfferId, ResourceId
from booking.domain.period import Period
from booking.domain.places import Place, Resource, places_in_order
from booking.domain.venue import Venue
from booking.domain.waitlist import Entry, Offer, expiry, fitting_period, offer


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFreedPlace:
    venue: Venue
    resource_ids: tuple[ResourceId, ...]
    freed: Period


async def offer_freed_place(command: OfferFreedPlace, work: Work) -> None:
    """Offer what has been freed to the first party in line that it fits.

    - A party fits when it can be there in time, its period ends inside the freed one, and the size, kind and area do.
    - The offer is exclusive: it holds an allocation, and expires. One offer at a time for each freed resource.
    - Parties are served whole or not at all; a freed table also counts together with a free one that joins it.
    The caller holds the locks of the resources and their neighbours.
    """
    venue, freed = command.venue, command.freed.from_(work.now)
    if freed is None:
        return
    still_free = set(command.resource_ids)
    in_line = await work.waitlist.in_line(venue.tenant, venue.id, freed=still_free, until=freed.ends_at)
    if not in_line:
        return
    around = await _neighbourhood(venue, still_free, work)
    taken: defaultdict[ResourceId, list[Period]] = defaultdict(list)
    for one in await work.allocations.taken(venue.tenant, [resource.id for resource in around], freed):
        taken[one.resource_id].append(one.period)
    for entry in in_line:
        period = fitting_period(entry, freed, now=work.now, by_nights=venue.by_nights)
        if period is None or not still_free:
            continue
        free = [unit for unit in around if not any(busy.overlaps(period) for busy in taken[unit.id])]
        for place in places_in_order(free, entry.wish, joining=not venue.by_nights, with_any=frozenset(still_free)):
            if await make_offer(entry, place, period, work, freed=freed):
                still_free -= {resource.id for resource in place}
                for resource in place:
                    taken[resource.id].append(period)
                break


async def make_offer(entry: Entry, place: Place, period: Period, work: Work, *, freed: Period) -> Entry | None:
    """Take the place for the entry and tell it. None when somebody was faster, or it would expire at once."""
    venue = await work.venues.get(entry.tenant, entry.venue_id)
    expires_at = expiry(entry, period, offer_for=venue.offer_for, now=work.now)
    if expires_at is None:
        return None
    offer_id = OfferId(new_id("off"))
    if not await work.allocations.take(venue.tenant, place, period, of_offer(offer_id)):
        return None
    new = Offer(
        id=offer_id,
        period=period,
        expires_at=expires_at,
        resource_ids=tuple(one.id for one in place),
        freed=freed,
    )
    step = offer(entry, new, now=work.now)
    await work.save_entry(step)
    work.alarms.when_offer_expires(step.entry, new)
    return step.entry


async def _neighbourhood(venue: Venue, ids: Iterable[ResourceId], work: Work) -> list[Resource]:
    everything = await work.resources.of_venue(venue.tenant, venue.id)
    freed = set(ids)
    named = {other for one in everything if one.id in freed for other in one.joins}
    return [one for one in everything if one.id in freed | named or freed & set(one.joins)]
