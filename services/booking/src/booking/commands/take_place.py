"""Take a place for a period, for a booking or an offer."""

from booking.adapters.allocations import Holder
from booking.adapters.free_starts import nearest_free_starts
from booking.adapters.work import Work
from booking.domain.errors import NoPlace, PartyDoesNotFit, UnknownResource
from booking.domain.ids import ResourceId
from booking.domain.period import Period
from booking.domain.places import Place, Wish, places_in_order
from booking.domain.venue import Venue

_AT_ONCE = 4
_ROUNDS = 200


async def take_place(
    work: Work,
    venue: Venue,
    wish: Wish,
    period: Period,
    holder: Holder,
    *,
    named: tuple[ResourceId, ...] | None = None,
) -> Place:
    """Take the smallest place that serves the wish, or exactly the named resources.

    - A single resource whose capacity includes the party, the smallest first; else, where places are joined, the
      joined set of the fewest and smallest resources. All of a set or nothing.
    - A place that somebody takes before us is passed over for the next one.
    Raises NoPlace with the nearest free starts, UnknownResource, PartyDoesNotFit.
    """
    if named is not None:
        place = await _named_place(work, venue, wish, named)
        if await work.allocations.take(venue.tenant, place, period, holder):
            return place
    else:
        found = await _first_free(work, venue, wish, period, holder)
        if found is not None:
            return found
    raise NoPlace(await nearest_free_starts(work, venue, period, wish))


async def _first_free(work: Work, venue: Venue, wish: Wish, period: Period, holder: Holder) -> Place | None:
    """Whoever loses a race looks again at what is left; each round somebody else has got a place."""
    for _ in range(_ROUNDS):
        single, taken = await work.allocations.take_best(venue.tenant, venue.id, period, wish, holder)
        if single is not None and taken:
            work.resources.remember([single])
            return (single,)
        if single is not None:
            continue
        joined = [] if venue.by_nights else await _joined_sets(work, venue, wish, period)
        if not joined:
            return None
        for place in joined[:_AT_ONCE]:
            if await work.allocations.take(venue.tenant, place, period, holder):
                work.resources.remember(place)
                return place
    return None


async def _joined_sets(work: Work, venue: Venue, wish: Wish, period: Period) -> list[Place]:
    free = await work.allocations.free(venue.tenant, venue.id, period)
    return [place for place in places_in_order(free, wish) if len(place) > 1]


async def _named_place(work: Work, venue: Venue, wish: Wish, named: tuple[ResourceId, ...]) -> Place:
    wanted = tuple(dict.fromkeys(named))
    place = await work.resources.named(venue.tenant, sorted(wanted))
    if len(place) != len(wanted) or any(one.venue_id != venue.id for one in place):
        raise UnknownResource("A named resource is not one of this venue.")
    if sum(one.capacity_max for one in place) < wish.party:
        raise PartyDoesNotFit("The named resources do not seat the party.")
    return place
