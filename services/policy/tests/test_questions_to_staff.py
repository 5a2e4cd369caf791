"""When policy was away, or booking refused: a person is asked, and the place is kept meanwhile."""

import pytest

from .said_by_booking import a_booking, a_venue, about, at, late
from .test_holds import ASKED, ENDED, HOLD, RELEASE, a_confirmed_booking, decisions, timers, z
from .world import World


async def test_a_lateness_heard_too_late_is_a_question_to_staff(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.set_clock_minutes(85)
    await world.hear("booking.late_declared.v1", late(booking))
    assert await decisions(world) == ["staff_asked"]
    (_, asked), *_ = await world.told(ASKED)
    assert (asked["reason"], asked["keep_until"]) == ("policy_was_away", z(180))


@pytest.mark.parametrize(("minutes", "outcome"), [(80, "release_decided"), (80.2, "staff_asked"), (150, "staff_asked")])
async def test_a_deadline_that_is_overdue_by_more_than_the_venue_allows_is_a_question(
    world: World, minutes: float, outcome: str
) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.jump_to(minutes)
    assert await decisions(world) == ["hold_decided", outcome]


async def test_policy_away_for_seventy_minutes_releases_none_of_ten_late_guests(world: World) -> None:
    await world.hear("venue.set.v1", a_venue())
    bookings = [a_booking(id=f"bkg_{n}", guest_id=f"gst_{n}") for n in range(10)]
    for booking in bookings[:5]:
        await world.hear("booking.confirmed.v1", about(booking))
    await world.advance_to(65)
    for booking in bookings[:5]:
        await world.hear("booking.late_declared.v1", late(booking))
    await world.set_clock_minutes(135)
    for booking in bookings[5:]:
        await world.hear("booking.confirmed.v1", about(booking))
        await world.hear("booking.late_declared.v1", late(booking))
    await world.fire_due()
    told = await decisions(world)
    assert (told.count("staff_asked"), told.count("release_decided")) == (10, 0)


async def test_a_question_ends_with_the_booking(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.set_clock_minutes(85)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(181)
    (_, ended), *_ = await world.told(ENDED)
    assert ended["reason"] == "ended"
    (row,) = await world.rows("SELECT waiting, closed FROM decision")
    assert (row["waiting"], row["closed"]["reason"]) == (False, "ended")
    assert await timers(world) == 0


async def test_the_guest_who_comes_closes_the_question(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.set_clock_minutes(85)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.arrived.v1", about(booking | {"state": "arrived", "version": 3}, arrived_at=at(86)))
    assert await decisions(world) == ["staff_asked", "hold_ended"]
    assert not (await world.rows("SELECT waiting FROM decision"))[0]["waiting"]


async def test_a_word_that_the_rules_hear_settles_the_question(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.set_clock_minutes(77)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.late_declared.v1", late(booking, eta=82, version=3))
    assert await decisions(world) == ["staff_asked", "hold_decided"]
    (_, hold), *_ = await world.told(HOLD)
    assert hold["until"] == z(85)
    rows = await world.rows("SELECT waiting, closed FROM decision ORDER BY id")
    assert [row["waiting"] for row in rows] == [False, False]
    assert rows[0]["closed"]["by"] == "rules"


async def test_a_word_that_changes_nothing_leaves_the_question_open(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.set_clock_minutes(85)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.late_declared.v1", late(booking, eta=100, version=3))
    assert await decisions(world) == ["staff_asked"]


async def refused(world: World, reason: str, *, version: int = 3, state: str = "confirmed") -> None:
    (_, release) = (await world.told(RELEASE))[-1]
    booking = late(a_booking(state=state), version=version)
    await world.hear("booking.release_refused.v1", {**booking, "decision_id": release["decision_id"], "reason": reason})


async def a_release(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(76)
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_a_stale_release_is_a_question_to_staff(world: World) -> None:
    await a_release(world)
    await world.set_clock_minutes(140)
    await refused(world, "stale")
    (_, asked), *_ = await world.told(ASKED)
    assert asked["reason"] == "release_refused"


async def test_a_release_that_met_a_change_is_asked_again_with_the_new_version(world: World) -> None:
    await a_release(world)
    await refused(world, "changed", version=4)
    releases = [release["booking_version"] for _, release in await world.told(RELEASE)]
    assert releases == [2, 4]


async def test_a_release_that_met_an_arrival_is_over(world: World) -> None:
    await a_release(world)
    await refused(world, "arrived", state="arrived")
    assert (await decisions(world))[-1] == "hold_ended"


async def test_a_refusal_of_an_older_decision_changes_nothing(world: World) -> None:
    await a_release(world)
    booking = late(a_booking(), version=4)
    await world.hear("booking.release_refused.v1", {**booking, "decision_id": "dec_old", "reason": "changed"})
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_a_word_after_the_release_was_decided_can_still_keep_the_table(world: World) -> None:
    await a_release(world)
    await world.hear("booking.late_declared.v1", late(a_booking(), eta=82, version=3))
    assert await decisions(world) == ["hold_decided", "release_decided", "hold_decided"]
    (_, hold) = (await world.told(HOLD))[-1]
    assert hold["until"] == z(85)


async def test_a_bad_fact_is_a_question_that_names_it(world: World) -> None:
    booking = await a_confirmed_booking(world, party=900)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    (_, asked), *_ = await world.told(ASKED)
    assert asked["reason"] == "bad_facts"
    assert asked["detail"] == "party is out of range (allowed: 1..500 guests)"
