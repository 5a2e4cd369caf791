"""A house of booking's tests: the service behind its REST API over a real database, with the clock in our hands."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from booking.adapters.work import Work
from booking.wiring import REACTIONS, Booking
from messaging.heard import Heard
from sqlalchemy import text

T = TypeVar("T")
TENANT = "tnt_lime"
NOON = datetime(2027, 2, 4, 11, 0, tzinfo=UTC)
"""Thursday, 12:00 by the wall in Berlin."""


def at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


@dataclass
class House:
    client: httpx.AsyncClient
    service: Booking
    venue_id: str = ""

    # --- requests

    async def ask(self, method: str, path: str, body: Any = None, *, status: int = 200, etag: str | None = None) -> Any:
        """The JSON of an answer, which must have this status."""
        response = await self.client.request(method, path, json=body, headers=_if_match(etag))
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    async def refused(self, method: str, path: str, body: Any = None, *, etag: str | None = None) -> tuple[int, str]:
        """Status and code of a refusal."""
        response = await self.client.request(method, path, json=body, headers=_if_match(etag))
        assert response.status_code >= 400, response.text
        assert response.headers["content-type"] == "application/problem+json"
        return response.status_code, response.json()["code"]

    async def open_restaurant(self, *seats: int, **more: Any) -> list[str]:
        """One table for each number of seats; returns their ids."""
        venue = {
            "name": "Lime & Thyme", "trade": "restaurant", "time_zone": "Europe/Berlin", "currency": "EUR",
            "languages": ["en", "ru"],
        } | more  # fmt: skip
        self.venue_id = (await self.ask("POST", "/v1/venues", venue, status=201))["id"]
        return [
            await self.add_resource(name=f"T{number}", capacity_max=count)
            for number, count in enumerate(seats, start=1)
        ]

    async def open_hotel(self, *, rooms: int = 1, **more: Any) -> list[str]:
        venue = {
            "name": "Strandhotel", "trade": "hotel", "time_zone": "Europe/Berlin", "currency": "EUR",
            "languages": ["en", "ru"],
        } | more  # fmt: skip
        self.venue_id = (await self.ask("POST", "/v1/venues", venue, status=201))["id"]
        return [
            await self.add_resource(name=str(100 + number), kind="room.double", capacity_max=2)
            for number in range(rooms)
        ]

    async def add_resource(self, **resource: Any) -> str:
        body = {"kind": "table", "capacity_min": 1} | resource
        made: str = (await self.ask("POST", f"/v1/venues/{self.venue_id}/resources", body, status=201))["id"]
        return made

    def booking_body(self, *, start: float = 60, minutes: int = 90, **more: Any) -> dict[str, Any]:
        return {
            "venue_id": self.venue_id,
            "starts_at": at(start).isoformat(),
            "duration_minutes": minutes,
            "party": 2,
            "guest": {"name": "Anna", "email": "anna@example.com"},
        } | more

    async def book(self, *, start: float = 60, minutes: int = 90, **more: Any) -> dict[str, Any]:
        """A booking that starts so many minutes after noon."""
        booking: dict[str, Any] = await self.ask(
            "POST", "/v1/bookings", self.booking_body(start=start, minutes=minutes, **more), status=201
        )
        return booking

    async def stay(self, check_in: str, check_out: str, **more: Any) -> dict[str, Any]:
        body = {
            "venue_id": self.venue_id, "check_in": check_in, "check_out": check_out, "party": 2,
            "guest": {"name": "Anna", "email": "anna@example.com"},
        } | more  # fmt: skip
        booking: dict[str, Any] = await self.ask("POST", "/v1/bookings", body, status=201)
        return booking

    async def join(self, *, earliest: float = 0, latest: float = 240, minutes: int = 45, **more: Any) -> dict[str, Any]:
        body = {
            "venue_id": self.venue_id,
            "earliest": at(earliest).isoformat(),
            "latest": at(latest).isoformat(),
            "duration_minutes": minutes,
            "party": 2,
            "can_come_in_minutes": 5,
            "guest": {"name": "Boris", "email": f"boris-{uuid4().hex}@example.com"},
        } | more
        entry: dict[str, Any] = await self.ask("POST", "/v1/waitlist", body, status=201)
        return entry

    async def do(self, booking: Mapping[str, Any], action: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = await self.ask("POST", f"/v1/bookings/{booking['id']}/{action}", body or None)
        return done

    async def cannot(self, booking: Mapping[str, Any], action: str, **body: Any) -> tuple[int, str]:
        return await self.refused("POST", f"/v1/bookings/{booking['id']}/{action}", body or None)

    async def see(self, booking: Mapping[str, Any]) -> dict[str, Any]:
        seen: dict[str, Any] = await self.ask("GET", f"/v1/bookings/{booking['id']}")
        return seen

    async def state(self, booking: Mapping[str, Any]) -> str:
        return str((await self.see(booking))["state"])

    async def change(self, booking: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        etag = f'"{(await self.see(booking))["version"]}"'
        changed: dict[str, Any] = await self.ask("PATCH", f"/v1/bookings/{booking['id']}", changes, etag=etag)
        return changed

    async def entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        seen: dict[str, Any] = await self.ask("GET", f"/v1/waitlist/{entry['id']}")
        return seen

    async def answer(self, entry: Mapping[str, Any], action: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = await self.ask("POST", f"/v1/waitlist/{entry['id']}/{action}", body or None)
        return done

    # --- the clock, and what others say

    async def go_to(self, minutes: float) -> None:
        """It is so many minutes after noon, and all that was due has happened."""
        await self.set_clock(at(minutes))
        await self.fire_due_timers()

    async def set_clock(self, instant: datetime) -> None:
        async with self.service.database.engine.begin() as connection:
            await connection.execute(text("SELECT advance_clock(:instant - clock_now())").bindparams(instant=instant))

    async def fire_due_timers(self) -> None:
        while await self.service.delivery.timekeeper.run_once():
            pass

    async def hear(self, type_: str, **data: Any) -> None:
        """Policy says this, in a transaction of its own, as the consumer would apply it."""
        (reaction,) = [one for one in REACTIONS if one.type == type_]
        model = reaction.model.model_validate_json(json.dumps(data, default=_as_json))
        heard = Heard(
            id=f"evt_{uuid4().hex}", type=type_, source="/policy", subject=data.get("booking_id", ""), tenant=TENANT,
            sequence=1, time=NOON, causation_id=None, data=model,
        )  # fmt: skip
        await self.doing(lambda work: reaction.react(heard, work))

    async def hear_release(self, booking: Mapping[str, Any], *, until: datetime, **more: Any) -> None:
        """Policy asks for a release, with what it knows of the booking: `booking` as it was seen then."""
        said = {
            "booking_id": booking["id"],
            "booking": {"starts_at": booking["starts_at"], "party": booking["party"]},
            "decision_id": "dec_release",
            "decided_at": until + timedelta(seconds=5),
            "booking_version": booking["version"],
            "until": until,
            "explanation": {"en": "kept until then", "ru": "держали до тех пор"},
        } | more
        await self.hear("policy.release_decided.v1", **said)

    async def hear_hold(self, booking: Mapping[str, Any], *, until: datetime, **more: Any) -> None:
        said = {
            "booking_id": booking["id"],
            "booking": {"starts_at": booking["starts_at"], "party": booking["party"]},
            "decision_id": "dec_hold",
            "decided_at": NOON,
            "until": until,
            "explanation": {"en": "kept for you", "ru": "держим для вас"},
        } | more
        await self.hear("policy.hold_decided.v1", **said)

    async def doing(self, act: Callable[[Work], Awaitable[T]]) -> T:
        async with self.service.database.transaction() as transaction:
            return await act(Work(transaction))

    # --- what was told

    async def told(self, *types: str, subject: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The payloads of events that have left, in order; of all types if none is named."""
        rows = await self.sql("SELECT type, subject, value FROM outbox ORDER BY position")
        return [
            json.loads(row.value)
            for row in rows
            if (not types or row.type in types) and (subject is None or row.subject == subject["id"])
        ]

    async def sql(self, statement: str, **values: Any) -> Sequence[Any]:
        async with self.service.database.engine.begin() as connection:
            done = await connection.execute(text(statement), values)
            return done.all() if done.returns_rows else []


def _as_json(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def _if_match(etag: str | None) -> dict[str, str]:
    return {} if etag is None else {"If-Match": etag}
