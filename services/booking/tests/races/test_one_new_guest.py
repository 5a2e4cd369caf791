"""A guest whom several requests bring at once is one guest."""

import asyncio

import pytest
from the_lime import House


@pytest.mark.parametrize("contact", [{"email": "anna@example.com"}, {"phone": "+49301234567"}, {"guest_id": "crm-1"}])
async def test_a_guest_who_is_brought_by_many_at_once_is_noted_once(house: House, contact: dict[str, str]) -> None:
    await house.open_restaurant(*[2] * 12)
    bodies = [house.booking_body(guest={"name": "Anna"} | contact) for _ in range(12)]
    answers = await asyncio.gather(*(house.client.post("/v1/bookings", json=body) for body in bodies))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["guest_id"] for answer in answers}) == 1
    assert len(await house.told("guest.contact_set.v1")) == 1
