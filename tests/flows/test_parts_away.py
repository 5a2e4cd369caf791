"""P1: nobody is released who could not have been told until when, whichever part was away for 70 minutes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flow_house import House
from local_stack.kafka import Kafka, start_kafka

LATE_GUESTS = 10


async def _ten_guests_of_whom_half_have_been_told(house: House) -> list[dict[str, Any]]:
    """Five bookings whose hold was told, and five whose start lies a little later."""
    await house.open_restaurant(*[2] * LATE_GUESTS)
    told = [await house.book(in_minutes=30, guest=f"told{n}") for n in range(LATE_GUESTS // 2)]
    not_told = [await house.book(in_minutes=50, guest=f"untold{n}") for n in range(LATE_GUESTS // 2)]
    await house.minutes_after_start(told[0], 7)
    for booking in told:
        assert (await house.see(booking))["hold"]
    return told + not_told


async def _each_released_guest_had_been_told(house: House, bookings: list[dict[str, Any]]) -> None:
    """Audit the mails against the releases."""
    for number, booking in enumerate(bookings):
        guest = f"told{number}" if number < LATE_GUESTS // 2 else f"untold{number - LATE_GUESTS // 2}"
        seen = await house.see(booking)
        for released in house.told("booking.released.v1", booking):
            at = datetime.fromisoformat(released.data["released_at"])
            holds = [datetime.fromisoformat(h.data["until"]) for h in house.told("policy.hold_decided.v1", booking)]
            assert holds, f"{booking['id']} was released and no hold was ever decided"
            assert min(holds) <= at
            assert await house.mails(guest, "kept until"), f"{guest} was released and never told until when"
        if seen["state"] == "confirmed":
            assert house.told("policy.staff_asked.v1", booking) or seen["hold"], f"{guest} is in nobody's hands"


async def test_policy_away_for_seventy_minutes(house: House) -> None:
    bookings = await _ten_guests_of_whom_half_have_been_told(house)
    await house.stop("policy")
    for _ in range(14):
        await house.step_blindly(minutes=5)
        seen = await house.see(bookings[-1])
    assert seen["state"] == "confirmed"
    late = await house.see(bookings[0])
    assert late["state"] == "confirmed", "while policy is away nobody releases by the clock"
    await house.start("policy")
    await house.world.settle()
    asked = house.told("policy.staff_asked.v1")
    assert {event.data["reason"] for event in asked} == {"policy_was_away"}
    assert {event.subject for event in asked} == {booking["id"] for booking in bookings}
    await _each_released_guest_had_been_told(house, bookings)
    assert not house.told("booking.released.v1")
    answered = await house.world.policy.get("/v1/decisions", waiting="staff", venue_id=house.venue_id)
    decision = next(d for d in answered["items"] if d["booking_id"] == bookings[0]["id"])
    await house.world.policy.post(f"/v1/decisions/{decision['id']}/answer", {"action": "release", "reason": "not here"})
    await house.world.settle()
    assert await house.state(bookings[0]) == "released"


async def test_booking_away_for_seventy_minutes(house: House) -> None:
    bookings = await _ten_guests_of_whom_half_have_been_told(house)
    await house.stop("booking")
    for _ in range(14):
        await house.step_blindly(minutes=5)
        await asyncio.sleep(0)
    await house.start("booking")
    await house.world.settle()
    await _each_released_guest_had_been_told(house, bookings)


class TestWithAKafkaOfItsOwn:
    @pytest.fixture
    async def own_kafka(self, tmp_path: Path) -> AsyncIterator[Kafka]:
        kafka = await asyncio.to_thread(start_kafka, tmp_path / "kafka")
        yield kafka
        await asyncio.to_thread(kafka.stop)

    @pytest.fixture
    def broker_address(self, own_kafka: Kafka) -> str:
        return own_kafka.bootstrap

    async def test_kafka_away_for_seventy_minutes(self, house: House, own_kafka: Kafka) -> None:
        bookings = await _ten_guests_of_whom_half_have_been_told(house)
        own_kafka.kill()
        for _ in range(14):
            await house.step_blindly(minutes=5)
            late = await house.see(bookings[-1])
        assert late["state"] == "confirmed"
        assert late["hold"] is None
        await asyncio.to_thread(own_kafka.start)
        await house.world.settle()
        await _each_released_guest_had_been_told(house, bookings)
        assert {e.data["reason"] for e in house.told("policy.staff_asked.v1")} == {"policy_was_away"}
