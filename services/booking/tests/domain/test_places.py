"""The smallest place that fits, against trying everything."""

from itertools import combinations

from booking.domain.ids import ResourceId, TenantId, VenueId
from booking.domain.places import MOST_JOINED, Resource, Wish, choose_place, places_in_order
from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = "ABCDEF"


def a_table(name: str, smallest: int, largest: int, joins: list[str], area: str | None = None) -> Resource:
    return Resource(
        id=ResourceId(name),
        tenant=TenantId("tnt"),
        venue_id=VenueId("ven"),
        version=1,
        name=name,
        kind="table",
        capacity_min=smallest,
        capacity_max=largest,
        area=area,
        joins=tuple(ResourceId(one) for one in joins),
    )


tables = st.integers(1, 6).flatmap(
    lambda count: st.tuples(
        *(
            st.builds(
                lambda size, spread, joins, name=name: a_table(name, size, size + spread, joins),
                st.integers(1, 4),
                st.integers(0, 4),
                st.lists(st.sampled_from(NAMES), max_size=2),
            )
            for name in NAMES[:count]
        )
    )
)


def hangs_together(group: tuple[Resource, ...]) -> bool:
    """Whether one can go from each to each over joins, in either direction."""
    reached, left = {group[0]}, set(group[1:])
    while near := {b for b in left for a in reached if b.id in a.joins or a.id in b.joins}:
        reached |= near
        left -= near
    return not left


@settings(max_examples=300, deadline=None)
@given(tables, st.integers(1, 14))
def test_nothing_that_fits_better_is_passed_over(free: tuple[Resource, ...], party: int) -> None:
    chosen = choose_place(free, Wish(party=party))
    singles = [one for one in free if one.capacity_min <= party <= one.capacity_max]
    if singles:
        assert chosen is not None
        assert len(chosen) == 1
        assert chosen[0].capacity_max == min(one.capacity_max for one in singles)
        return
    enough = [
        group
        for size in range(2, MOST_JOINED + 1)
        for group in combinations(free, size)
        if sum(one.capacity_max for one in group) >= party and hangs_together(group)
    ]
    if not enough:
        assert chosen is None
        return
    assert chosen is not None
    assert hangs_together(chosen)
    best = min((len(group), sum(one.capacity_max for one in group)) for group in enough)
    assert (len(chosen), sum(one.capacity_max for one in chosen)) == best


@settings(max_examples=100, deadline=None)
@given(tables, st.integers(1, 14), st.sampled_from(NAMES))
def test_only_places_with_a_wanted_resource_are_named_when_asked_for(
    free: tuple[Resource, ...], party: int, wanted: str
) -> None:
    found = places_in_order(free, Wish(party=party), with_any=frozenset({ResourceId(wanted)}))
    assert all(wanted in {one.id for one in place} for place in found)


def test_an_area_is_kept_to_and_a_hotel_joins_nothing() -> None:
    hall, garden = a_table("A", 1, 4, ["B"], "hall"), a_table("B", 1, 2, ["A"], "garden")
    assert choose_place([hall, garden], Wish(party=2, area="hall")) == (hall,)
    assert choose_place([hall, garden], Wish(party=6)) == (hall, garden)
    assert choose_place([hall, garden], Wish(party=6), joining=False) is None
