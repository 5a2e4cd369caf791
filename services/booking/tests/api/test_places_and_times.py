"""What is booked: tables and joined tables at a time, rooms for nights, by the clock on the wall."""

from typing import Any

import pytest
from the_lime import House, at


def tables_of(booking: dict[str, Any]) -> list[str]:
    return [one["resource_id"] for one in booking["allocations"]]


async def test_the_smallest_table_that_fits_is_taken(house: House) -> None:
    six, two, four = await house.open_restaurant(6, 2, 4)
    assert tables_of(await house.book(party=2)) == [two]
    assert tables_of(await house.book(party=2)) == [four]
    assert tables_of(await house.book(party=2)) == [six]
    body = house.booking_body(start=65)
    response = await house.client.post("/v1/bookings", json=body)
    assert response.status_code == 409
    assert response.json()["free_starts"] == ["2027-02-04T13:30:00+00:00", "2027-02-04T13:45:00+00:00",
        "2027-02-04T14:00:00+00:00", "2027-02-04T14:15:00+00:00", "2027-02-04T14:30:00+00:00"]  # fmt: skip


async def test_joined_tables_are_taken_whole_or_not_at_all(house: House) -> None:
    first, second, alone = await house.open_restaurant(4, 4, 4)
    await house.ask("PATCH", f"/v1/resources/{second}", {"joins": [first]}, etag='"1"')
    await house.book(start=300, resource_ids=[second])
    assert sorted(tables_of(await house.book(start=60, party=8))) == sorted([first, second])
    assert await house.refused("POST", "/v1/bookings", house.booking_body(start=300, party=8)) == (409, "no_place")
    (counted,) = await house.sql("SELECT count(*) AS live FROM allocation WHERE live")
    assert counted.live == 3, "nothing of the refused set was kept"
    assert tables_of(await house.book(start=60, party=2)) == [alone]


async def test_joining_is_mutual_and_a_table_that_can_be_joined_is_given_last(house: House) -> None:
    first, second, alone = await house.open_restaurant(4, 4, 4)
    await house.ask("PATCH", f"/v1/resources/{first}", {"joins": [second]}, etag='"1"')
    partner = await house.ask("GET", f"/v1/resources/{second}")
    assert (partner["joins"], partner["version"]) == ([first], 2)
    for _ in range(4):
        booking = await house.book(party=4)
        assert tables_of(booking) == [alone]
        await house.do(booking, "cancel", by="guest")
    itself = await house.refused("PATCH", f"/v1/resources/{first}", {"joins": [first]}, etag='"2"')
    assert itself == (422, "unknown_resource")
    await house.ask("PATCH", f"/v1/resources/{second}", {"joins": []}, etag='"2"')
    assert (await house.ask("GET", f"/v1/resources/{first}"))["joins"] == []


async def test_named_tables_are_taken_as_named(house: House) -> None:
    first, second = await house.open_restaurant(2, 2)
    assert sorted(tables_of(await house.book(party=3, resource_ids=[first, second]))) == sorted([first, second])
    body = house.booking_body(start=300, party=3, resource_ids=[first])
    assert await house.refused("POST", "/v1/bookings", body) == (422, "party_does_not_fit")
    body = house.booking_body(start=300, resource_ids=["res_unknown"])
    assert await house.refused("POST", "/v1/bookings", body) == (422, "unknown_resource")


async def test_area_and_kind_are_kept_to(house: House) -> None:
    await house.open_restaurant()
    hall = await house.add_resource(name="H1", capacity_max=8, area="hall")
    await house.add_resource(name="G1", capacity_max=2, area="garden")
    assert tables_of(await house.book(party=2, area="hall")) == [hall]
    body = house.booking_body(party=2, area="hall")
    assert await house.refused("POST", "/v1/bookings", body) == (409, "no_place")


async def test_periods_are_half_open_so_one_party_follows_another(house: House) -> None:
    await house.open_restaurant(2)
    await house.book(start=0, minutes=60)
    await house.book(start=60, minutes=60)
    assert await house.refused("POST", "/v1/bookings", house.booking_body(start=59)) == (409, "no_place")


async def test_opening_hours_are_kept_except_for_walk_ins(house: House) -> None:
    await house.open_restaurant(2, 2, opening_hours={"thu": [["12:00", "15:00"], ["18:00", "02:00"]]})
    assert (await house.book(start=60, minutes=120))["state"] == "confirmed"
    assert (await house.book(start=11 * 60, minutes=180))["state"] == "confirmed"
    for start in (100, 180, 24 * 60):
        body = house.booking_body(start=start, minutes=120)
        assert await house.refused("POST", "/v1/bookings", body) == (409, "closed")
    await house.go_to(190)
    assert (await house.book(start=190, walk_in=True))["state"] == "arrived"


async def test_a_walk_in_is_here_and_so_starts_now(house: House) -> None:
    await house.open_restaurant(2)
    later = house.booking_body(start=16, walk_in=True)
    assert await house.refused("POST", "/v1/bookings", later) == (422, "period_invalid")
    assert (await house.book(start=15, walk_in=True))["state"] == "arrived"
    await house.open_hotel()
    tomorrow = {"check_in": "2027-02-05", "check_out": "2027-02-06", "party": 2, "walk_in": True}
    body = {"venue_id": house.venue_id} | tomorrow
    assert await house.refused("POST", "/v1/bookings", body) == (422, "period_invalid")
    tonight = await house.ask("POST", "/v1/bookings", body | {"check_in": "2027-02-04"}, status=201)
    assert tonight["state"] == "arrived"


@pytest.mark.parametrize(
    ("check_in", "check_out", "hours"),
    [("2027-02-04", "2027-02-05", 20), ("2027-03-27", "2027-03-28", 19), ("2027-10-30", "2027-10-31", 21)],
    ids=["an ordinary night", "the clocks go forward", "the clocks go back"],
)
async def test_a_night_runs_from_check_in_to_check_out_by_the_wall_over_both_changes_of_the_clocks(
    house: House, check_in: str, check_out: str, hours: int
) -> None:
    await house.open_hotel()
    stay = await house.stay(check_in, check_out)
    (length,) = await house.sql("SELECT (upper(during) - lower(during)) AS length FROM allocation")
    assert length.length.total_seconds() == hours * 3600
    winter = check_in != "2027-10-30"
    assert stay["expected_by"] == f"{check_in}T{17 if winter else 16}:00:00Z"
    body = {
        "venue_id": house.venue_id,
        "check_in": check_in,
        "check_out": check_out,
        "party": 1,
        "guest": {"name": "B"},
    }
    assert await house.refused("POST", "/v1/bookings", body) == (409, "no_place")


async def test_a_stated_arrival_is_when_a_hotels_guest_is_expected(house: House) -> None:
    await house.open_hotel(rooms=2)
    stay = await house.stay("2027-02-04", "2027-02-06", expected_at="2027-02-04T22:00:00+01:00", guarantee="card")
    assert stay["expected_by"] == "2027-02-04T21:00:00Z"
    late = await house.stay("2027-02-04", "2027-02-06")
    await house.go_to(6 * 60)
    assert (await house.see(late))["late"]["minutes"] == 0
    assert (await house.see(stay))["late"] is None


async def test_each_trade_is_booked_in_its_own_way(house: House) -> None:
    await house.open_hotel()
    assert await house.refused("POST", "/v1/bookings", house.booking_body()) == (422, "period_invalid")
    await house.open_restaurant(2)
    nights = {"check_in": "2027-02-04", "check_out": "2027-02-05", "party": 2, "guest": {"name": "B"}}
    body = {"venue_id": house.venue_id} | nights
    assert await house.refused("POST", "/v1/bookings", body) == (422, "period_invalid")
    past = house.booking_body(start=-200)
    assert await house.refused("POST", "/v1/bookings", past) == (422, "period_invalid")


async def test_availability_shows_free_starts_in_the_opening_hours_with_their_tables(house: House) -> None:
    (table,) = await house.open_restaurant(2, opening_hours={"thu": [["12:00", "15:00"]]})
    await house.book(start=60, minutes=60)
    path = f"/v1/venues/{house.venue_id}/availability"
    query = "?from=2027-02-04T10:00:00Z&to=2027-02-04T20:00:00Z&party=2&duration_minutes=45"
    found = await house.ask("GET", path + query)
    starts = [one["starts_at"][11:16] for one in found["starts"]]
    assert starts == ["11:15", "13:00", "13:15"]
    assert {tuple(one["resource_ids"]) for one in found["starts"]} == {(table,)}
    assert await house.refused("GET", path) == (422, "period_invalid")


async def test_availability_of_a_hotel_counts_free_rooms_by_kind(house: House) -> None:
    rooms = await house.open_hotel(rooms=2)
    await house.add_resource(name="201", kind="room.suite", capacity_max=4)
    await house.stay("2027-02-04", "2027-02-06", resource_ids=[rooms[0]])
    path = f"/v1/venues/{house.venue_id}/availability?check_in=2027-02-05&check_out=2027-02-07"
    found = await house.ask("GET", path)
    assert [(one["kind"], one["free"]) for one in found["kinds"]] == [("room.double", 1), ("room.suite", 1)]
    only = await house.ask("GET", path + "&kind=room.double")
    assert [one["resource_ids"] for one in only["kinds"]] == [[rooms[1]]]


async def test_moving_a_booking_keeps_its_place_if_it_can_and_takes_another_if_it_must(house: House) -> None:
    first, second = await house.open_restaurant(2, 4)
    booking = await house.book(start=60)
    assert tables_of(await house.change(booking, starts_at=at(90).isoformat())) == [first]
    moved = await house.change(booking, party=4)
    assert tables_of(moved) == [second]
    assert moved["late"] is None
    assert tables_of(await house.book(start=90, party=2)) == [first]
    etag = f'"{moved["version"]}"'
    too_many = await house.refused("PATCH", f"/v1/bookings/{booking['id']}", {"party": 5}, etag=etag)
    assert too_many == (409, "no_place")
    assert tables_of(await house.see(booking)) == [second]
    changed = [one["changed"] for one in await house.told("booking.changed.v1")]
    assert changed == [["expected_by", "period"], ["party", "resource_ids"]]


async def test_what_only_the_house_notes_is_told_to_nobody_and_may_be_noted_at_any_time(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.do(booking, "cancel", by="guest")
    noted = await house.change(booking, notes="was kind about it", metadata={"till": 7})
    assert (noted["notes"], noted["metadata"]) == ("was kind about it", {"till": 7})
    assert not await house.told("booking.changed.v1")
    etag = f'"{noted["version"]}"'
    refused = await house.refused("PATCH", f"/v1/bookings/{booking['id']}", {"party": 1}, etag=etag)
    assert refused == (409, "wrong_state")


async def test_a_party_that_is_here_may_stay_longer_grow_and_move_but_has_begun_when_it_began(house: House) -> None:
    first, second = await house.open_restaurant(2, 4)
    booking = await house.book(start=60, minutes=60)
    await house.go_to(64)
    await house.do(booking, "arrive")
    longer = await house.change(booking, duration_minutes=120)
    assert (longer["ends_at"], tables_of(longer)) == ("2027-02-04T14:00:00Z", [first])
    larger = await house.change(booking, party=4)
    assert (larger["state"], tables_of(larger)) == ("arrived", [second])
    assert tables_of(await house.book(start=70, minutes=60)) == [first]
    begun = await house.refused(
        "PATCH", f"/v1/bookings/{booking['id']}", {"starts_at": at(200).isoformat()}, etag=f'"{larger["version"]}"'
    )
    assert begun == (409, "wrong_state")
