"""Which resource, or which joined set, serves a party."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from booking.domain.ids import ResourceId, TenantId, VenueId

MOST_JOINED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    id: ResourceId
    tenant: TenantId
    venue_id: VenueId
    version: int
    name: str
    kind: str
    capacity_min: int
    capacity_max: int
    area: str | None = None
    tags: tuple[str, ...] = ()
    joins: tuple[ResourceId, ...] = ()


Place = tuple[Resource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a party needs; None means any."""

    party: int
    kind: str | None = None
    area: str | None = None


def suits(resource: Resource, wish: Wish) -> bool:
    """Kind and area are as wished; the size is not looked at."""
    return (wish.kind is None or resource.kind == wish.kind) and (wish.area is None or resource.area == wish.area)


def seats(resource: Resource, party: int) -> bool:
    return resource.capacity_min <= party <= resource.capacity_max


def places_in_order(
    free: Iterable[Resource], wish: Wish, *, joining: bool = True, with_any: frozenset[ResourceId] | None = None
) -> Iterator[Place]:
    """Places that serve the wish, best first.

    - The smallest single resource whose capacity includes the party.
    - Else the joined set of the fewest, then smallest resources that together seat the party.
    - `with_any`: only places that contain one of these.
    """
    suitable = [resource for resource in free if suits(resource, wish)]
    singles = sorted((r for r in suitable if seats(r, wish.party)), key=_size)
    for single in singles:
        if with_any is None or single.id in with_any:
            yield (single,)
    if joining and not singles:
        for joined in _joined_sets(suitable, wish.party):
            if with_any is None or any(resource.id in with_any for resource in joined):
                yield joined


def choose_place(free: Iterable[Resource], wish: Wish, *, joining: bool = True) -> Place | None:
    """The best place, or None when nothing that is free would do."""
    return next(places_in_order(free, wish, joining=joining), None)


def _size(resource: Resource) -> tuple[int, int, int, str, str]:
    """The smallest first; of equals one that could not be joined, so that larger parties still find a place."""
    return (resource.capacity_max, -resource.capacity_min, len(resource.joins), resource.name, resource.id)


def _joined_sets(suitable: list[Resource], party: int) -> list[Place]:
    by_id = {resource.id: resource for resource in suitable}
    neighbours = _neighbours(by_id)
    reached: set[frozenset[ResourceId]] = {frozenset({one}) for one in by_id if neighbours[one]}
    enough: set[frozenset[ResourceId]] = set()
    for _ in range(MOST_JOINED - 1):
        grown = {group | {other} for group in reached for one in group for other in neighbours[one] - group}
        enough = {group for group in grown if sum(by_id[one].capacity_max for one in group) >= party}
        if enough:
            break
        reached = grown
    places = [tuple(sorted((by_id[one] for one in group), key=lambda r: r.id)) for group in enough]
    return sorted(places, key=lambda p: (sum(r.capacity_max for r in p), [r.name for r in p], [r.id for r in p]))


def _neighbours(by_id: Mapping[ResourceId, Resource]) -> dict[ResourceId, frozenset[ResourceId]]:
    """Joining works both ways, whichever of the two names the other."""
    pairs = {(r.id, other) for r in by_id.values() for other in r.joins if other in by_id and other != r.id}
    both = pairs | {(b, a) for a, b in pairs}
    return {one: frozenset(b for a, b in both if a == one) for one in by_id}
