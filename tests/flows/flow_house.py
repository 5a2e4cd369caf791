"""Three services in one process over real Kafka, real PostgreSQL and a real mail server; the clock is stepped."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import booking.main
import booking.wiring
import httpx
import notify.main
import notify.wiring
import policy.main
import policy.wiring
from fastapi import FastAPI
from messaging.service_description import ServiceDescription
from stories.mails import Mail
from stories.patience import Patience
from stories.topics import Told
from stories.urls import Urls
from stories.world import World, open_world
from web.lifespan import lifespan_of

Build = Callable[[Any], FastAPI]

SERVICES: Mapping[str, tuple[ServiceDescription, Build]] = {
    "booking": (booking.wiring.DESCRIPTION, booking.main.application),
    "policy": (policy.wiring.DESCRIPTION, policy.main.application),
    "notify": (notify.wiring.DESCRIPTION, notify.main.application),
}


class Door(httpx.AsyncBaseTransport):
    """The way to one service in this process; a stopped service refuses connections, as a process would."""

    def __init__(self) -> None:
        self.inside: httpx.ASGITransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.inside is None:
            raise httpx.ConnectError("the service is stopped", request=request)
        return await self.inside.handle_async_request(request)


@dataclass
class Running:
    """One service, which can be stopped and started like a process."""

    name: str
    settings: Mapping[str, Any]
    door: Door = field(default_factory=Door)
    _stack: AsyncExitStack | None = None

    async def start(self) -> None:
        description, build = SERVICES[self.name]
        app = build(description.settings(**self.settings))
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(lifespan_of(app))
        self.door.inside = httpx.ASGITransport(app=app)

    async def stop(self) -> None:
        self.door.inside = None
        stack, self._stack = self._stack, None
        if stack is not None:
            await stack.aclose()


@dataclass
class House:
    """The world of a flow test, with the words that flow tests are written in."""

    world: World
    services: Mapping[str, Running]
    venue_id: str = ""

    # --- what happens in the house

    async def open_restaurant(self, *tables: int, **settings: Any) -> None:
        """A restaurant with one table for each number of seats."""
        venue = await self.world.booking.post(
            "/v1/venues",
            {
                "name": "Lindgarden",
                "trade": "restaurant",
                "time_zone": "Europe/Berlin",
                "currency": "EUR",
                "languages": ["en", "ru"],
                "settings": settings,
            },
        )
        self.venue_id = venue["id"]
        for number, seats in enumerate(tables, start=1):
            await self.add_resource(name=f"T{number}", kind="table", capacity_min=1, capacity_max=seats)
        await self.world.settle()

    async def open_hotel(self, *, rooms: int, time_zone: str = "Europe/Berlin") -> None:
        """A hotel with double rooms."""
        venue = await self.world.booking.post(
            "/v1/venues",
            {
                "name": "Strandhotel",
                "trade": "hotel",
                "time_zone": time_zone,
                "currency": "EUR",
                "languages": ["en", "ru"],
            },
        )
        self.venue_id = venue["id"]
        for number in range(1, rooms + 1):
            await self.add_resource(name=str(100 + number), kind="room.double", capacity_min=1, capacity_max=2)
        await self.world.settle()

    async def add_resource(self, **resource: Any) -> dict[str, Any]:
        added: dict[str, Any] = await self.world.booking.post(f"/v1/venues/{self.venue_id}/resources", resource)
        return added

    async def now(self) -> datetime:
        return await self.world.now()

    async def book(self, *, in_minutes: float = 30, party: int = 2, guest: str = "anna", **more: Any) -> dict[str, Any]:
        """A booking that starts so many minutes from now; its confirmation has been told when this returns."""
        starts_at = (await self.now()).replace(microsecond=0) + timedelta(minutes=in_minutes)
        booking: dict[str, Any] = await self.world.booking.post(
            "/v1/bookings",
            {
                "venue_id": self.venue_id,
                "starts_at": starts_at.isoformat(),
                "duration_minutes": 90,
                "party": party,
                "guest": {"name": guest.title(), "email": f"{guest}@example.com", "language": "en"},
            }
            | more,
        )
        await self.world.settle()
        return booking

    async def do(self, booking: Mapping[str, Any], action: str, **body: Any) -> dict[str, Any]:
        """An action on a booking; returns at once, whatever follows from it."""
        answer: dict[str, Any] = await self.world.booking.post(f"/v1/bookings/{booking['id']}/{action}", body)
        return answer

    async def join_waitlist(
        self, *, party: int = 2, guest: str = "boris", hours: float = 3, **more: Any
    ) -> dict[str, Any]:
        now = (await self.now()).replace(microsecond=0)
        entry: dict[str, Any] = await self.world.booking.post(
            "/v1/waitlist",
            {
                "venue_id": self.venue_id,
                "earliest": now.isoformat(),
                "latest": (now + timedelta(hours=hours)).isoformat(),
                "duration_minutes": 45,
                "party": party,
                "can_come_in_minutes": 5,
                "guest": {"name": guest.title(), "email": f"{guest}@example.com", "language": "en"},
            }
            | more,
        )
        await self.world.settle()
        return entry

    async def entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        seen: dict[str, Any] = await self.world.booking.get(f"/v1/waitlist/{entry['id']}")
        return seen

    async def see(self, booking: Mapping[str, Any]) -> dict[str, Any]:
        """The booking as a front-end sees it now."""
        seen: dict[str, Any] = await self.world.booking.get(f"/v1/bookings/{booking['id']}")
        return seen

    async def state(self, booking: Mapping[str, Any]) -> str:
        return str((await self.see(booking))["state"])

    async def minutes_after_start(self, booking: Mapping[str, Any], minutes: float) -> None:
        """Step the clock to so many minutes after the booking's start (fractions for seconds), settling on the way."""
        starts_at = datetime.fromisoformat(booking["starts_at"])
        await self.world.advance_to(starts_at + timedelta(minutes=minutes))

    # --- what can be seen of it

    def told(self, event_type: str, subject: Mapping[str, Any] | None = None) -> list[Told]:
        """Events of a type (about a subject), in the order of reading."""
        events = self.world.events(event_type)
        return [event for event in events if subject is None or event.subject == subject["id"]]

    async def mails(self, guest: str, saying: str = "") -> list[Mail]:
        """Mails to a guest whose subject or text says this."""
        return [
            mail
            for mail in await self.world.mailbox.all()
            if mail.to == f"{guest}@example.com" and saying.lower() in f"{mail.subject}\n{mail.text}".lower()
        ]

    async def stop(self, name: str) -> None:
        await self.services[name].stop()

    async def start(self, name: str) -> None:
        await self.services[name].start()

    async def step_blindly(self, **by: float) -> None:
        """Move the clock without waiting for anything: for when a part is away and nothing could settle."""
        await self.world.databases.step_to(await self.now() + timedelta(**by))


def settings_of(name: str, *, database_url: str, urls: Mapping[str, str], topic_prefix: str) -> dict[str, Any]:
    """What a service reads from its environment, as keyword arguments."""
    own = {
        "notify": {
            "smtp_url": urls["smtp"],
            "mail_from": "Lindgarden <tables@example.com>",
            "contact_keys": "k1:" + base64.b64encode(b"seal" * 8).decode(),
        }
    }
    return {
        f"{name}_database_url": database_url,
        "kafka_bootstrap": urls["kafka"],
        "topic_prefix": topic_prefix,
        "public_url": "http://guest.example",
        "oidc_issuer": urls["issuer"],
        "oidc_audience": "holdfast",
        "oidc_jwks_url": urls["jwks"],
        "guest_link_keys": "k1:" + base64.b64encode(b"link" * 8).decode(),
        "clock_adjustable": True,
    } | own.get(name, {})


@asynccontextmanager
async def open_house(services: Mapping[str, Running], urls: Urls) -> AsyncIterator[House]:
    """Start the services, connect a world to them, and stop them at the end."""
    headers = {"Authorization": f"Bearer {urls.token}"}
    async with AsyncExitStack() as stack:
        clients = {
            name: await stack.enter_async_context(
                httpx.AsyncClient(transport=running.door, base_url=f"http://{name}", headers=headers)
            )
            for name, running in services.items()
        }
        for running in services.values():
            stack.push_async_callback(running.stop)
            await running.start()
        world = await stack.enter_async_context(open_world(urls, patience=Patience(40), clients=clients))
        yield House(world=world, services=services)
