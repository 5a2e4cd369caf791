"""A freed place goes to the first party that it fits, and to nobody else meanwhile."""

from datetime import datetime

import pytest
from the_lime import House, at


async def offered(house: House) -> list[str]:
    """The entries to which offers were made, in order."""
    return [one["entry_id"] for one in await house.told("waitlist.offered.v1")]


async def test_joining_while_a_fitting_table_is_free_gets_an_offer_at_once(house: House) -> None:
    await house.open_restaurant(2)
    entry = await house.join()
    assert entry["state"] == "offered"
    assert datetime.fromisoformat(entry["offer"]["starts_at"]) >= at(5)
    assert datetime.fromisoformat(entry["offer"]["expires_at"]) >= at(10)


async def test_order_is_by_joining_among_those_whom_the_place_fits(house: House) -> None:
    await house.open_restaurant(4)
    booking = await house.book(start=0, minutes=120)
    await house.book(start=190, minutes=300)
    too_many = await house.join(party=5)
    too_long = await house.join(minutes=120)
    too_early = await house.join(latest=20)
    too_late = await house.join(earliest=200)
    first = await house.join()
    second = await house.join()
    await house.go_to(30)
    await house.do(booking, "release", reason="nobody came")
    assert await offered(house) == [first["id"]]
    states = [(await house.entry(one))["state"] for one in (too_many, too_long, too_early, too_late, first, second)]
    assert states == ["waiting", "waiting", "ended", "waiting", "offered", "waiting"]


@pytest.mark.parametrize("how", ["cancel", "release", "finish", "no-show", "move", "shorten"])
async def test_whatever_frees_a_place_offers_it_in_the_same_transaction(house: House, how: str) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=0, minutes=180)
    entry = await house.join(latest=160)
    await house.go_to(30)
    if how == "finish":
        await house.do(booking, "arrive")
    if how == "move":
        await house.change(booking, starts_at=at(400).isoformat())
    elif how == "shorten":
        await house.change(booking, duration_minutes=60)
    else:
        body = {"cancel": {"by": "guest"}, "finish": {}}.get(how, {"reason": "nobody came"})
        await house.do(booking, how, **body)
    assert (await house.entry(entry))["state"] == "offered"


async def test_an_offer_is_exclusive_against_walk_ins_bookings_and_reopening(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=0, minutes=120)
    entry = await house.join()
    await house.go_to(30)
    await house.do(booking, "release", reason="nobody came")
    assert (await house.entry(entry))["state"] == "offered"
    walk_in = house.booking_body(start=40, minutes=30, walk_in=True)
    assert await house.refused("POST", "/v1/bookings", walk_in) == (409, "no_place")
    assert await house.cannot(booking, "reopen") == (409, "place_offered")
    withdrawn = await house.answer(entry, "withdraw-offer", reason="the guest came back")
    assert (withdrawn["state"], withdrawn["offer"]) == ("waiting", None)
    assert (await house.do(booking, "reopen"))["state"] == "arrived"
    (told,) = await house.told("waitlist.offer_withdrawn.v1")
    assert told["reason"] == "the guest came back"


async def test_accepting_makes_a_confirmed_booking_with_exactly_the_offered_period_and_place(house: House) -> None:
    (table,) = await house.open_restaurant(2)
    entry = await house.join()
    accepted = await house.answer(entry, "accept")
    assert (accepted["state"], accepted["offer"]) == ("accepted", None)
    booking = await house.ask("GET", f"/v1/bookings/{accepted['booking_id']}")
    assert (booking["state"], booking["waitlist_entry_id"]) == ("confirmed", entry["id"])
    assert [booking[name] for name in ("starts_at", "ends_at")] == [
        entry["offer"][name] for name in ("starts_at", "ends_at")
    ]
    assert [one["resource_id"] for one in booking["allocations"]] == [table]
    (confirmed,) = await house.told("booking.confirmed.v1")
    assert confirmed["from_entry_id"] == entry["id"]
    assert await house.refused("POST", f"/v1/waitlist/{entry['id']}/accept") == (409, "nothing_offered")
    assert await house.refused("POST", f"/v1/waitlist/{entry['id']}/leave") == (409, "wrong_state")


async def test_accepting_too_late_is_gone_by_the_clock_though_no_timer_has_fired_and_the_party_waits_on(
    house: House,
) -> None:
    await house.open_restaurant(2)
    entry = await house.join()
    await house.set_clock(at(10.2))
    assert await house.refused("POST", f"/v1/waitlist/{entry['id']}/accept") == (410, "offer_expired")
    await house.fire_due_timers()
    assert (await house.entry(entry))["state"] == "waiting"
    assert len(await house.told("waitlist.offer_expired.v1")) == 1


async def test_declined_and_expired_offers_go_on_down_the_line_and_never_back_to_who_had_them(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=0, minutes=180)
    first, second, third = [await house.join(minutes=minutes) for minutes in (30, 45, 60)]
    await house.go_to(20)
    await house.do(booking, "cancel", by="guest")
    await house.answer(first, "decline")
    await house.go_to(31)
    assert await offered(house) == [first["id"], second["id"], third["id"]]
    await house.answer(third, "leave")
    assert await offered(house) == [first["id"], second["id"], third["id"]]
    states = [(await house.entry(one))["state"] for one in (first, second, third)]
    assert states == ["waiting", "waiting", "left"]
    assert (await house.join())["state"] == "offered", "the place is free for who joins now"


async def test_a_party_whose_last_start_has_passed_waits_no_more(house: House) -> None:
    await house.open_restaurant(2)
    await house.book(start=0, minutes=300)
    entry = await house.join(latest=60)
    await house.go_to(59)
    assert (await house.entry(entry))["state"] == "waiting"
    await house.go_to(60)
    assert (await house.entry(entry))["state"] == "ended"
    (left,) = await house.told("waitlist.left.v1")
    assert left["entry"]["state"] == "ended"


async def test_an_offer_that_runs_out_after_the_last_start_ends_the_waiting(house: House) -> None:
    await house.open_restaurant(2)
    entry = await house.join(latest=8)
    await house.go_to(8.1)
    assert (await house.entry(entry))["state"] == "ended"
    assert len(await house.told("waitlist.offer_expired.v1")) == 1


async def test_leaving_twice_changes_nothing_and_declining_nothing_is_refused(house: House) -> None:
    await house.open_restaurant(2)
    await house.book(start=0, minutes=300)
    entry = await house.join()
    assert await house.refused("POST", f"/v1/waitlist/{entry['id']}/decline") == (409, "nothing_offered")
    assert await house.refused("POST", f"/v1/waitlist/{entry['id']}/withdraw-offer") == (409, "nothing_offered")
    for _ in range(2):
        assert (await house.answer(entry, "leave"))["state"] == "left"
    assert len(await house.told("waitlist.left.v1")) == 1


async def test_a_freed_table_counts_together_with_a_free_one_that_joins_it(house: House) -> None:
    first, second = await house.open_restaurant(4, 4)
    etag = '"1"'
    await house.ask("PATCH", f"/v1/resources/{second}", {"joins": [first]}, etag=etag)
    booking = await house.book(start=0, minutes=180, resource_ids=[first])
    entry = await house.join(party=7)
    assert entry["state"] == "waiting"
    await house.do(booking, "cancel", by="guest")
    seen = await house.entry(entry)
    assert {one["id"] for one in seen["offer"]["resources"]} == {first, second}
    assert await house.refused("POST", "/v1/bookings", house.booking_body(start=10)) == (409, "no_place")


async def test_a_waiting_hotel_guest_gets_the_rest_of_the_night_until_the_same_check_out(house: House) -> None:
    await house.open_hotel()
    booking = await house.stay("2027-02-04", "2027-02-05", kind="room.double")
    entry = await house.join(earliest=120, latest=600, minutes=20 * 60, kind="room.double", can_come_in_minutes=30)
    await house.go_to(7 * 60)
    await house.do(booking, "release", reason="nobody came")
    accepted = await house.answer(entry, "accept")
    stay = await house.ask("GET", f"/v1/bookings/{accepted['booking_id']}")
    assert datetime.fromisoformat(stay["starts_at"]) >= at(7 * 60 + 30)
    assert stay["ends_at"] == "2027-02-05T09:00:00Z"
    assert (stay["check_in"], stay["check_out"]) == ("2027-02-04", "2027-02-05")
