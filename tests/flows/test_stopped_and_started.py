"""Stopped in the middle of a grace window and started again: released once, or a question to staff."""

from flow_house import House

SERVICES = ("booking", "policy", "notify")


async def _restart_all(house: House, *, minutes_away: float) -> None:
    for name in SERVICES:
        await house.stop(name)
    await house.step_blindly(minutes=minutes_away)
    for name in reversed(SERVICES):
        await house.start(name)


async def test_a_stop_inside_the_window_changes_nothing_for_the_guest(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    entry = await house.join_waitlist(guest="boris")
    await house.minutes_after_start(booking, 7)
    await _restart_all(house, minutes_away=3)
    await house.minutes_after_start(booking, 15.2)
    assert await house.state(booking) == "released"
    assert len(house.told("booking.released.v1", booking)) == 1
    assert (await house.entry(entry))["state"] == "offered"
    assert len(await house.mails("anna", "kept until")) == 2, "held and released: one of each"


async def test_a_stop_that_outlasts_the_window_becomes_a_question_and_the_place_is_kept(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    await house.minutes_after_start(booking, 7)
    await _restart_all(house, minutes_away=40)
    await house.world.settle()
    assert await house.state(booking) == "confirmed"
    (asked,) = house.told("policy.staff_asked.v1", booking)
    assert asked.data["reason"] == "policy_was_away"
    assert not house.told("booking.released.v1", booking)
