"""The standing: causes, their weights, their withdrawal; never a secret score."""

from datetime import timedelta

import pytest
from policy.domain.standing import COUNTS_FOR, Cause, CauseKind, Standing, standing_of

from .said_by_booking import GUEST, NOON, a_booking, a_venue, about, at, late
from .world import World

CHANGED = "guest.standing_changed"


async def arrives(world: World, number: int, *, walk_in: bool = False) -> None:
    booking = a_booking(id=f"bkg_{number}")
    await world.hear("booking.confirmed.v1", about(booking, walk_in=walk_in))
    await world.hear("booking.arrived.v1", about(booking | {"state": "arrived", "version": 2}, arrived_at=at(60)))


async def is_released(world: World, number: int, *, by: str = "policy", minutes: float = 76) -> None:
    booking = a_booking(id=f"bkg_{number}", state="released", version=3)
    await world.hear("booking.released.v1", about(booking, by=by, released_at=at(minutes)))


async def standings(world: World) -> list[tuple[str, str, str]]:
    return [(data["previous"], data["standing"], data["cause"]) for _, data in await world.told(CHANGED)]


async def test_three_arrivals_make_a_regular_who_is_kept_longer(world: World) -> None:
    await world.hear("venue.set.v1", a_venue())
    for number in range(3):
        await arrives(world, number)
    assert await standings(world) == [("new", "regular", "arrival")]
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(a_booking()))
    (_, hold), *_ = await world.told("policy.hold_decided")
    assert (hold["until"], hold["rule_id"]) == (at(80).replace("+00:00", "Z"), "regular-20")
    assert "because you are a regular guest" in hold["explanation"]["en"]


async def test_a_late_release_puts_a_guest_on_watch_and_a_reopening_takes_it_back(world: World) -> None:
    await is_released(world, 1)
    booking = a_booking(id="bkg_1", state="arrived", version=4)
    await world.hear("booking.reopened.v1", about(booking))
    assert await standings(world) == [("new", "watch", "late_release"), ("watch", "new", "late_release_withdrawn")]
    (cause,) = await world.rows("SELECT withdrawn_at FROM standing_cause")
    assert cause["withdrawn_at"] is not None


async def test_a_release_by_hand_before_the_time_is_not_the_guests_fault(world: World) -> None:
    await is_released(world, 1, by="host", minutes=30)
    assert await standings(world) == []
    await is_released(world, 2, by="host", minutes=70)
    assert await standings(world) == [("new", "watch", "late_release")]


async def test_word_of_being_late_never_makes_a_release_before_the_time_the_guests_fault(world: World) -> None:
    told = late(a_booking(id="bkg_1"), eta=85)
    await world.hear("booking.late_declared.v1", told)
    released = told["booking"] | {"state": "released", "version": 3}
    await world.hear("booking.released.v1", about(released, by="host", released_at=at(30)))
    assert await standings(world) == []


async def test_walk_ins_and_reverted_arrivals_do_not_count(world: World) -> None:
    for number in range(4):
        await arrives(world, number, walk_in=True)
    assert await standings(world) == []
    for number in range(4, 7):
        await arrives(world, number)
    await world.hear("booking.arrival_reverted.v1", about(a_booking(id="bkg_6", version=3)))
    assert await standings(world) == [("new", "regular", "arrival"), ("regular", "new", "arrival_withdrawn")]


async def test_the_same_arrival_counts_once(world: World) -> None:
    for _ in range(5):
        await arrives(world, 1)
    assert await standings(world) == []
    assert len(await world.rows("SELECT kind FROM standing_cause WHERE guest_id = :g", g=GUEST)) == 1


@pytest.mark.parametrize(
    ("arrivals", "releases", "standing"),
    [
        (0, 0, Standing.NEW),
        (2, 0, Standing.NEW),
        (3, 0, Standing.REGULAR),
        (0, 1, Standing.WATCH),
        (2, 1, Standing.NEW),
        (4, 1, Standing.NEW),
        (5, 1, Standing.REGULAR),
        (5, 3, Standing.WATCH),
    ],
)
def test_the_class_follows_from_the_causes(arrivals: int, releases: int, standing: Standing) -> None:
    kinds = [CauseKind.ARRIVAL] * arrivals + [CauseKind.LATE_RELEASE] * releases
    causes = [Cause(kind=kind, booking_id=f"bkg_{n}", at=NOON) for n, kind in enumerate(kinds)]
    assert standing_of(causes, now=NOON) == standing


def test_causes_fade_after_a_year() -> None:
    causes = [Cause(kind=CauseKind.LATE_RELEASE, booking_id="bkg_1", at=NOON)]
    assert standing_of(causes, now=NOON + COUNTS_FOR - timedelta(seconds=1)) == Standing.WATCH
    assert standing_of(causes, now=NOON + COUNTS_FOR) == Standing.NEW
