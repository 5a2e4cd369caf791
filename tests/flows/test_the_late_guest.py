"""The chain that the product is judged by, and what may happen on its way."""

from datetime import datetime, timedelta

from flow_house import House


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_a_silent_guest_is_told_until_when_then_the_table_goes_to_the_next_and_everybody_knows(
    house: House,
) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    entry = await house.join_waitlist(guest="boris")

    await house.minutes_after_start(booking, 5)
    late = await house.see(booking)
    until = _instant(booking["starts_at"]) + timedelta(minutes=15)
    assert late["late"]["declared_by"] == "clock"
    assert _instant(late["hold"]["until"]) == until
    assert await house.mails("anna", "kept until")

    await house.minutes_after_start(booking, 14.99)
    assert await house.state(booking) == "confirmed"
    await house.minutes_after_start(booking, 15.2)
    assert await house.state(booking) == "released"
    (released,) = house.told("booking.released.v1", booking)
    assert until <= _instant(released.data["released_at"]) <= until + timedelta(seconds=15)
    assert (await house.entry(entry))["state"] == "offered"
    assert await house.mails("boris")
    assert await house.mails("anna", "next guests")
    assert house.told("guest.standing_changed.v1") or house.told("booking.released.v1")


async def test_a_colleague_who_comes_first_keeps_the_table_for_the_party(house: House) -> None:
    await house.open_restaurant(4)
    booking = await house.book(party=4)
    await house.minutes_after_start(booking, 10)
    await house.do(booking, "arrive", arrived=1)
    await house.minutes_after_start(booking, 30)
    assert await house.state(booking) == "arrived"
    assert not house.told("policy.release_decided.v1", booking)
    assert not house.told("booking.released.v1", booking)
    assert house.told("policy.hold_ended.v1", booking)


async def test_an_eta_inside_the_rules_moves_the_promise(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 6)
    await house.do(booking, "late", by="guest", eta_minutes=14)
    await house.world.settle()
    until = _instant((await house.see(booking))["hold"]["until"])
    assert until == _instant(booking["starts_at"]) + timedelta(minutes=25)
    await house.minutes_after_start(booking, 24)
    assert await house.state(booking) == "confirmed"
    await house.minutes_after_start(booking, 25.2)
    assert await house.state(booking) == "released"


async def test_an_eta_beyond_the_rules_is_answered_kindly_and_the_promise_stays(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    await house.do(
        booking, "late", by="guest", eta=(_instant(booking["starts_at"]) + timedelta(minutes=40)).isoformat()
    )
    await house.world.settle()
    (held,) = house.told("policy.hold_decided.v1", booking)
    assert held.data["eta_beyond_rules"]
    assert _instant(held.data["until"]) == _instant(booking["starts_at"]) + timedelta(minutes=15)
    assert len(await house.mails("anna")) == 2, "the confirmation and the answer to the ETA"
    await house.minutes_after_start(booking, 15.2)
    assert await house.state(booking) == "released"


async def test_a_release_with_nobody_waiting_frees_the_table(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 16)
    assert await house.state(booking) == "released"
    assert not house.told("waitlist.offered.v1")
    walk_in = await house.book(in_minutes=0, guest="carla", walk_in=True)
    assert walk_in["state"] == "arrived"


async def test_a_changed_time_clears_the_lateness_and_starts_anew(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 8)
    etag = f'"{(await house.see(booking))["version"]}"'
    starts_at = _instant(booking["starts_at"]) + timedelta(minutes=60)
    changed = await house.world.booking.patch(
        f"/v1/bookings/{booking['id']}", {"starts_at": starts_at.isoformat()}, etag=etag
    )
    await house.world.settle()
    assert changed["late"] is None
    assert (await house.see(booking))["hold"] is None
    await house.minutes_after_start(booking, 50)
    assert await house.state(booking) == "confirmed"
    await house.minutes_after_start(changed, 16)
    assert await house.state(booking) == "released"
    (released,) = house.told("booking.released.v1", booking)
    assert _instant(released.data["until"]) == starts_at + timedelta(minutes=15)


async def test_a_cancelled_booking_is_not_released(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 8)
    await house.do(booking, "cancel", by="guest")
    await house.world.settle()
    await house.minutes_after_start(booking, 30)
    assert await house.state(booking) == "cancelled"
    assert not house.told("policy.release_decided.v1", booking)
    (ended,) = house.told("policy.hold_ended.v1", booking)
    assert ended.data["reason"] == "cancelled"


async def test_an_arrival_reverted_after_the_window_is_asked_anew_and_never_released_at_once(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 10)
    await house.do(booking, "arrive")
    await house.minutes_after_start(booking, 20)
    await house.do(booking, "revert-arrival")
    reverted_at = await house.now()
    await house.world.settle()
    assert await house.state(booking) == "confirmed"
    await house.world.advance_to(reverted_at + timedelta(minutes=4, seconds=30))
    assert await house.state(booking) == "confirmed", "at least five minutes to put it right"
    await house.world.advance_to(reverted_at + timedelta(minutes=10))
    assert await house.state(booking) == "released" or house.told("policy.staff_asked.v1", booking)


async def test_a_guest_who_comes_back_after_the_release_is_late_not_absent(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 16)
    assert await house.state(booking) == "released"
    reopened = await house.do(booking, "reopen")
    assert reopened["state"] == "arrived"
    await house.minutes_after_start(booking, 100)
    assert await house.state(booking) == "arrived"
    assert len(house.told("booking.late_declared.v1", booking)) == 1
    assert not house.told("booking.no_show_marked.v1", booking)
    standing = await house.world.policy.get(f"/v1/guests/{booking['guest_id']}/standing")
    assert standing["standing"] != "watch"


async def test_a_guest_who_never_came_gets_the_verdict_at_the_end(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 91)
    assert await house.state(booking) == "no_show"
    assert len(house.told("booking.no_show_marked.v1", booking)) == 1
