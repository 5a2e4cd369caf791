"""A freed place goes to the first party that fits, and to nobody else meanwhile."""

from datetime import datetime, timedelta

import pytest
from flow_house import House
from stories.rest import Refused


async def test_an_accepted_offer_becomes_a_booking_with_exactly_the_offered_period(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    entry = await house.join_waitlist(guest="boris")
    await house.do(booking, "cancel", by="guest")
    await house.world.settle()
    (offered,) = house.told("waitlist.offered.v1", entry)
    accepted = await house.world.booking.post(f"/v1/waitlist/{entry['id']}/accept")
    await house.world.settle()
    (told,) = house.told("waitlist.offer_accepted.v1", entry)
    new = await house.world.booking.get(f"/v1/bookings/{told.data['booking_id']}")
    assert datetime.fromisoformat(new["starts_at"]) == datetime.fromisoformat(offered.data["offer"]["starts_at"])
    assert datetime.fromisoformat(new["ends_at"]) == datetime.fromisoformat(offered.data["offer"]["ends_at"])
    assert accepted["state"] in ("accepted", "confirmed")
    assert len(await house.mails("boris")) == 2, "the offer and the confirmation"


async def test_accepting_after_the_expiry_is_too_late_and_the_party_waits_on(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    entry = await house.join_waitlist(guest="boris")
    await house.do(booking, "cancel", by="guest")
    await house.world.settle()
    (offered,) = house.told("waitlist.offered.v1", entry)
    expires_at = datetime.fromisoformat(offered.data["offer"]["expires_at"])
    await house.world.databases.step_to(expires_at)  # the clock says so, whether or not a timer has fired
    with pytest.raises(Refused) as refused:
        await house.world.booking.post(f"/v1/waitlist/{entry['id']}/accept")
    assert (refused.value.status, refused.value.code) == (410, "offer_expired")
    await house.world.settle()
    assert house.told("waitlist.offer_expired.v1", entry)
    with pytest.raises(Refused) as still_refused:
        await house.world.booking.post(f"/v1/waitlist/{entry['id']}/accept")
    assert still_refused.value.code == "offer_expired", "the same answer, whether or not a timer has noticed"
    assert (await house.entry(entry))["state"] in ("waiting", "offered")


async def test_a_declined_offer_goes_to_the_next_party_that_fits(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    first = await house.join_waitlist(guest="boris")
    too_many = await house.join_waitlist(guest="big", party=8)
    second = await house.join_waitlist(guest="clara")
    await house.do(booking, "cancel", by="venue")
    await house.world.settle()
    assert (await house.entry(first))["state"] == "offered"
    assert (await house.entry(second))["state"] == "waiting"
    await house.world.booking.post(f"/v1/waitlist/{first['id']}/decline")
    await house.world.settle()
    assert (await house.entry(second))["state"] == "offered"
    assert (await house.entry(too_many))["state"] == "waiting"
    offers = house.told("waitlist.offered.v1")
    assert [offer.subject for offer in offers] == [first["id"], second["id"]]


async def test_an_offer_nobody_answers_goes_on_to_the_next(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(in_minutes=30)
    first = await house.join_waitlist(guest="boris")
    second = await house.join_waitlist(guest="clara")
    await house.do(booking, "cancel", by="guest")
    await house.world.settle()
    await house.world.advance(minutes=11)
    assert house.told("waitlist.offer_expired.v1", first)
    assert (await house.entry(second))["state"] == "offered"
    assert await house.mails("boris")


async def test_a_walk_in_cannot_take_an_offered_table(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(in_minutes=10)
    entry = await house.join_waitlist(guest="boris")
    await house.do(booking, "cancel", by="guest")
    await house.world.settle()
    assert (await house.entry(entry))["state"] == "offered"
    with pytest.raises(Refused) as refused:
        await house.book(in_minutes=0, guest="carla", walk_in=True)
    assert (refused.value.status, refused.value.code) == (409, "no_place")


async def test_reopening_while_the_place_is_offered_is_refused_until_the_host_withdraws_the_offer(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    entry = await house.join_waitlist(guest="boris")
    await house.minutes_after_start(booking, 16)
    assert (await house.entry(entry))["state"] == "offered"
    with pytest.raises(Refused) as refused:
        await house.do(booking, "reopen")
    assert (refused.value.status, refused.value.code) == (409, "place_offered")
    await house.world.booking.post(f"/v1/waitlist/{entry['id']}/withdraw-offer", {"reason": "the guest came back"})
    reopened = await house.do(booking, "reopen")
    assert reopened["state"] == "arrived"
    await house.world.settle()
    assert (await house.entry(entry))["state"] == "waiting"


async def test_joining_while_a_table_is_free_gets_an_offer_at_once(house: House) -> None:
    await house.open_restaurant(2)
    entry = await house.join_waitlist(guest="boris")
    assert (await house.entry(entry))["state"] == "offered"
    (offered,) = house.told("waitlist.offered.v1", entry)
    now = await house.now()
    assert datetime.fromisoformat(offered.data["offer"]["starts_at"]) >= now + timedelta(minutes=3)
