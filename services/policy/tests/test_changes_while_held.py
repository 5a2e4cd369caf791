"""What becomes of a hold when the booking changes, or an arrival is taken back."""

from datetime import datetime, timedelta

from .said_by_booking import NOON, a_booking, about, at, late
from .test_holds import HOLD, RELEASE, a_confirmed_booking, decisions, z
from .world import World


async def test_a_changed_time_ends_the_hold_and_starts_anew(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    moved = a_booking(starts=90, version=3)
    await world.hear("booking.changed.v1", about(moved))
    assert await decisions(world) == ["hold_decided", "hold_ended"]
    await world.advance_to(95)
    await world.hear("booking.late_declared.v1", late(moved, version=4))
    (_, hold) = (await world.told(HOLD))[-1]
    assert hold["until"] == z(105)


async def test_a_changed_party_keeps_the_promise_and_the_release_names_the_new_version(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.changed.v1", late(booking | {"party": 3}, version=3))
    assert await decisions(world) == ["hold_decided"]
    await world.advance_to(76)
    (_, release), *_ = await world.told(RELEASE)
    assert release["booking_version"] == 3


async def test_an_arrival_taken_back_after_the_window_leaves_five_minutes(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.arrived.v1", about(booking | {"state": "arrived", "version": 3}, arrived_at=at(70)))
    await world.advance_to(90)
    await world.hear("booking.arrival_reverted.v1", late(booking, version=4))
    assert await decisions(world) == ["hold_decided", "hold_ended", "hold_decided"]
    (_, hold) = (await world.told(HOLD))[-1]
    assert NOON + timedelta(minutes=95) <= datetime.fromisoformat(hold["until"]) < NOON + timedelta(minutes=96)
    assert "put things right" in hold["explanation"]["en"]
    await world.advance_to(95)
    assert RELEASE not in await world.types_told()
    await world.advance_to(97)
    assert (await decisions(world))[-1] == "release_decided"


async def test_an_arrival_taken_back_within_the_window_keeps_what_was_promised(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(62)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.arrived.v1", about(booking | {"state": "arrived", "version": 3}, arrived_at=at(63)))
    await world.hear("booking.arrival_reverted.v1", late(booking, version=4))
    (_, hold) = (await world.told(HOLD))[-1]
    assert hold["until"] == z(75)
    await world.advance_to(76)
    assert (await decisions(world))[-1] == "release_decided"


async def test_an_arrival_taken_back_before_the_start_decides_nothing(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.hear("booking.arrived.v1", about(booking | {"state": "arrived", "version": 2}, arrived_at=at(10)))
    await world.hear("booking.arrival_reverted.v1", about(booking | {"version": 3}))
    assert await decisions(world) == []
