"""Holds and their ends, on a real PostgreSQL: the deadline is a question, never an order."""

from typing import Any

import pytest

from .said_by_booking import BOOKING, a_booking, a_venue, about, at, late
from .world import World

HOLD, RELEASE, ENDED, ASKED = (
    f"policy.{name}" for name in ("hold_decided", "release_decided", "hold_ended", "staff_asked")
)


def z(minutes: float) -> str:
    return at(minutes).replace("+00:00", "Z")


async def a_confirmed_booking(world: World, **changes: Any) -> dict[str, Any]:
    await world.hear("venue.set.v1", a_venue())
    booking = a_booking(**changes)
    await world.hear("booking.confirmed.v1", about(booking))
    return booking


async def decisions(world: World) -> list[str]:
    """What was told of the hold, without its terms."""
    known = (HOLD, RELEASE, ENDED, ASKED)
    return [said.removeprefix("policy.") for said in await world.types_told() if said in known]


async def timers(world: World) -> int:
    return int((await world.rows("SELECT count(*) AS n FROM timer"))[0]["n"])


async def test_an_eta_within_the_rules_keeps_the_table_until_25_past(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking, eta=80))
    await world.advance_to(84.9)
    assert await decisions(world) == ["hold_decided"]
    (_, hold), *_ = await world.told(HOLD)
    assert (hold["until"], hold["rule_id"], hold["kind"]) == (z(85), "told-us", "exception")
    assert (hold["eta"], hold["eta_beyond_rules"]) == (z(80), False)
    await world.advance_to(86)
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_a_word_after_silence_moves_the_promise_later_and_the_deadline_with_it(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(70)
    await world.hear("booking.late_declared.v1", late(booking, eta=82, version=3))
    await world.advance_to(80)
    told = [hold["until"] for _, hold in await world.told(HOLD)]
    assert told == [z(75), z(85)]
    assert await decisions(world) == ["hold_decided", "hold_decided"]
    await world.advance_to(86)
    (_, release), *_ = await world.told(RELEASE)
    assert (release["until"], release["booking_version"]) == (z(85), 3)


async def test_an_eta_beyond_the_rules_is_told_so_and_moves_nothing(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.hear("booking.late_declared.v1", late(booking, eta=100, version=3))
    holds = [hold for _, hold in await world.told(HOLD)]
    assert [(hold["until"], hold["eta_beyond_rules"]) for hold in holds] == [(z(75), False), (z(75), True)]
    assert "as for everyone; we cannot keep it until 13:40" in holds[1]["explanation"]["en"]
    await world.advance_to(76)
    assert (await decisions(world))[-1] == "release_decided"


async def test_a_word_in_the_seconds_after_the_promise_does_not_release_at_once(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(75)
    await world.hear("booking.late_declared.v1", late(booking, eta=100, version=3))
    assert await decisions(world) == ["hold_decided"]
    await world.advance_to(75.1)
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_the_same_word_twice_is_told_once(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking, eta=80))
    await world.hear("booking.late_declared.v1", late(booking, eta=80, version=3))
    assert await decisions(world) == ["hold_decided"]
    assert len(await world.rows("SELECT id FROM decision")) == 1


async def test_late_told_before_the_start_keeps_the_promise_of_the_rules(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(30)
    await world.hear("booking.late_declared.v1", late(booking, eta=80))
    (_, hold), *_ = await world.told(HOLD)
    assert hold["until"] == z(85)


@pytest.mark.parametrize(
    ("event", "state", "reason"),
    [
        ("booking.arrived.v1", "arrived", "arrived"),
        ("booking.cancelled.v1", "cancelled", "cancelled"),
        ("booking.no_show_marked.v1", "no_show", "ended"),
        ("booking.finished.v1", "finished", "ended"),
    ],
)
async def test_the_deadline_dies_with_its_reason(world: World, event: str, state: str, reason: str) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    more = {"arrived_at": at(70), "minutes_late": 10} if state == "arrived" else {}
    await world.hear(event, about(booking | {"state": state, "version": 3}, **more))
    assert await timers(world) == 0
    (_, ended), *_ = await world.told(ENDED)
    assert ended["reason"] == reason
    await world.advance_to(120)
    assert await decisions(world) == ["hold_decided", "hold_ended"]


async def test_a_release_by_hand_ends_the_hold(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    released = booking | {"state": "released", "version": 3}
    await world.hear("booking.released.v1", about(released, by="host", released_at=at(66)))
    assert await decisions(world) == ["hold_decided", "hold_ended"]
    assert await timers(world) == 0


async def test_a_release_that_policy_asked_for_is_not_told_again(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(76)
    released = booking | {"state": "released", "version": 3}
    await world.hear("booking.released.v1", about(released, by="policy", released_at=at(76)))
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_everything_is_applied_from_the_snapshot_when_nothing_was_heard_before(world: World) -> None:
    await world.set_clock_minutes(65)
    await world.hear("booking.late_declared.v1", late(a_booking()))
    assert await world.types_told() == ["policy.rules_published", "policy.terms_set", HOLD]
    await world.hear("venue.set.v1", a_venue(version=4))
    await world.hear("booking.confirmed.v1", about(a_booking()))
    assert await world.types_told() == ["policy.rules_published", "policy.terms_set", HOLD]
    (venue,) = await world.rows("SELECT version, hold_hour FROM venue")
    assert venue["version"] == 4


async def test_what_is_older_than_what_is_known_changes_nothing(world: World) -> None:
    booking = await a_confirmed_booking(world, version=5)
    await world.hear("booking.confirmed.v1", about(a_booking(version=1, party=9)))
    (row,) = await world.rows("SELECT snapshot FROM booking")
    assert row["snapshot"]["party"] == booking["party"]
    await world.hear("venue.set.v1", a_venue(version=3, name="New"))
    await world.hear("venue.set.v1", a_venue(version=2, name="Old"))
    assert (await world.rows("SELECT name FROM venue"))[0]["name"] == "New"


async def test_nothing_is_decided_about_a_guest_who_is_there_or_gone(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking | {"state": "cancelled"}))
    assert await decisions(world) == []
    await world.set_clock_minutes(200)
    await world.hear("booking.late_declared.v1", late(booking, version=3))
    assert await decisions(world) == []


async def test_a_timer_of_an_older_promise_is_armed_again(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.execute("UPDATE timer SET fire_at = fire_at - interval '5 minutes'")
    await world.advance_to(74)
    assert await decisions(world) == ["hold_decided"]
    await world.advance_to(76)
    assert await decisions(world) == ["hold_decided", "release_decided"]


async def test_a_hotel_room_with_a_card_is_kept_through_the_night(world: World) -> None:
    night: dict[str, Any] = {
        "starts": 180,
        "lasts": 60 * 40,
        "trade": "hotel",
        "check_in": "2027-03-04",
        "guarantee": "card",
    }
    await world.hear("venue.set.v1", a_venue(trade="hotel"))
    booking = a_booking(**night) | {"expected_by": at(360)}
    await world.hear("booking.confirmed.v1", about(booking))
    await world.advance_to(360)
    await world.hear("booking.late_declared.v1", late(booking))
    (_, hold), *_ = await world.told(HOLD)
    assert (hold["until"], hold["rule_id"]) == (z(18 * 60), "guaranteed-night")
    await world.advance_to(18 * 60 + 1)
    assert (await decisions(world))[-1] == "release_decided"


async def test_a_room_that_is_paid_for_is_a_question_to_staff_in_the_morning(world: World) -> None:
    night: dict[str, Any] = {
        "starts": 180,
        "lasts": 60 * 40,
        "trade": "hotel",
        "check_in": "2027-03-04",
        "guarantee": "prepaid",
    }
    booking = a_booking(**night) | {"expected_by": at(360)}
    await world.set_clock_minutes(361)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(18 * 60 + 1)
    (_, asked), *_ = await world.told(ASKED)
    assert (asked["reason"], asked["detail"]) == ("by_rule", "rule prepaid-morning")
    assert asked["keep_until"] == z(180 + 60 * 40)
    assert asked["booking_id"] == BOOKING
