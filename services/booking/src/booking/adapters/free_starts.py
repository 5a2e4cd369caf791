"""Reading what is taken, to find when a party could start."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from booking.adapters.work import Work
from booking.domain.free_starts import FreeStart, around, free_starts, nearest
from booking.domain.ids import ResourceId
from booking.domain.period import Period
from booking.domain.places import Wish, suits
from booking.domain.venue import Venue


async def find_free_starts(work: Work, venue: Venue, periods: Sequence[Period], wish: Wish) -> list[FreeStart]:
    """Those of the periods in which a place is free for the wish."""
    if not periods:
        return []
    everything = await work.resources.of_venue(venue.tenant, venue.id)
    resources = [one for one in everything if suits(one, wish)]
    within = Period(min(one.starts_at for one in periods), max(one.ends_at for one in periods))
    taken: defaultdict[ResourceId, list[Period]] = defaultdict(list)
    for one in await work.allocations.taken(venue.tenant, [one.id for one in resources], within):
        taken[one.resource_id].append(one.period)
    return free_starts(venue, periods, resources, taken, wish)


async def nearest_free_starts(work: Work, venue: Venue, wished: Period, wish: Wish) -> tuple[datetime, ...]:
    """The nearest starts at which the party could have come instead."""
    found = await find_free_starts(work, venue, around(venue, wished, now=work.now), wish)
    return nearest(found, wished.starts_at)
