"""The same engine on a longer scale: wall-clock limits, also over both nights on which the clocks change."""

from datetime import datetime, timedelta

import pytest
from flow_house import House

GUEST = {"name": "Anna", "email": "anna@example.com", "language": "en"}


async def _book_a_room(house: House, check_in: str, check_out: str, **more: object) -> dict[str, object]:
    booking: dict[str, object] = await house.world.booking.post(
        "/v1/bookings",
        {
            "venue_id": house.venue_id, "check_in": check_in, "check_out": check_out, "party": 2,
            "kind": "room.double", "guest": GUEST,
        } | more,
    )  # fmt: skip
    await house.world.settle()
    return booking


async def test_an_unguaranteed_room_is_held_until_the_hold_hour_plus_grace(house: House) -> None:
    await house.open_hotel(rooms=1)
    day = ((await house.now()) + timedelta(days=2)).date()
    booking = await _book_a_room(house, f"{day}", f"{day + timedelta(days=1)}")
    await house.world.advance_to(datetime.fromisoformat(f"{day}T18:58:00+01:00"))
    assert await house.state(booking) == "confirmed"
    assert (await house.see(booking))["hold"]["until"] is not None
    await house.world.advance_to(datetime.fromisoformat(f"{day}T19:00:30+01:00"))
    assert await house.state(booking) == "released"


async def test_a_guaranteed_room_is_held_through_the_night(house: House) -> None:
    await house.open_hotel(rooms=1)
    day = ((await house.now()) + timedelta(days=2)).date()
    booking = await _book_a_room(house, f"{day}", f"{day + timedelta(days=2)}", guarantee="card")
    await house.world.advance_to(datetime.fromisoformat(f"{day + timedelta(days=1)}T05:58:00+01:00"))
    assert await house.state(booking) == "confirmed"
    await house.world.advance_to(datetime.fromisoformat(f"{day + timedelta(days=1)}T06:00:30+01:00"))
    assert await house.state(booking) == "released"


@pytest.mark.parametrize(
    ("night", "six_in_the_morning_utc"),
    [("2027-03-27", "2027-03-28T04:00:00+00:00"), ("2027-10-30", "2027-10-31T05:00:00+00:00")],
    ids=["the clocks go forward", "the clocks go back"],
)
async def test_through_the_night_means_six_by_the_clock_on_the_wall(
    house: House, night: str, six_in_the_morning_utc: str
) -> None:
    await house.open_hotel(rooms=1)
    arrival = datetime.fromisoformat(f"{night}T12:00:00+00:00")
    await house.world.databases.step_to(arrival)
    next_day = (arrival + timedelta(days=1)).date()
    booking = await _book_a_room(house, night, f"{next_day + timedelta(days=1)}", guarantee="card")
    await house.world.advance_to(arrival + timedelta(hours=9))
    until = datetime.fromisoformat((await house.see(booking))["hold"]["until"])
    assert until == datetime.fromisoformat(six_in_the_morning_utc)
    await house.world.advance_to(until + timedelta(seconds=20))
    (released,) = house.told("booking.released.v1", booking)
    assert datetime.fromisoformat(released.data["released_at"]) >= until
