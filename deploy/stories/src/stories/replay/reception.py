"""What the hotel's reception does, as requests of its front-end."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from stories.replay.day import Day
from stories.replay.mapping import Mapping
from stories.replay.stays import Stay
from stories.world import World

T = TypeVar("T")

AT_ONCE = 6
CAN_COME_IN_MINUTES = 30
OFFER_MINUTES = 60


@dataclass
class Reception:
    """Keeps which booking and which waitlist entry belongs to which line of the file."""

    world: World
    mapping: Mapping
    day: Day
    venue_id: str = ""
    bookings: dict[int, str] = field(default_factory=dict)
    entries: dict[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.mapping.time_zone)

    def wall(self, day: date, hour: str) -> datetime:
        """The instant at which the clock on the hotel's wall shows `hour` on `day`."""
        return datetime.combine(day, time.fromisoformat(hour), self.zone)

    async def open(self) -> None:
        """Enter the hotel and as many rooms of each type as the day needed."""
        body = {
            "name": f"{self.mapping.name}, {self.day.date}",
            "trade": "hotel",
            "time_zone": self.mapping.time_zone,
            "currency": self.mapping.currency,
            "languages": ["en", "ru"],
            "settings": {
                "check_in": self.mapping.check_in,
                "check_out": self.mapping.check_out,
                "hold_hour": self.mapping.hold_hour,
                "offer_minutes": OFFER_MINUTES,
            },
        }
        venue = await self.world.booking.post("/v1/venues", body, expects="venue.set.v1")
        self.venue_id = venue["id"]
        await several(
            self._room(kind, number) for kind, count in self.day.rooms.items() for number in range(1, count + 1)
        )
        await self.world.heard("policy.rules_published.v1", subject=self.venue_id)

    async def check_in_before(self, stay: Stay) -> None:
        """A guest who came on an earlier day is in the house since last night."""
        eve = self.day.date - timedelta(days=1)
        await self._book(stay, check_in=eve, more={"walk_in": True})

    async def book(self, stay: Stay, *, expected_at: datetime | None) -> None:
        """A booking for tonight; its guest may have said when to come."""
        stated = {"expected_at": expected_at.isoformat()} if expected_at else {}
        await self._book(stay, check_in=stay.arrival, more=stated | {"guarantee": stay.guarantee})

    async def wait(self, stay: Stay) -> None:
        """On the waitlist for tonight: from check-in on, as many nights as the stay had."""
        begins = self.wall(stay.arrival, self.mapping.check_in)
        ends = self.wall(stay.departure, self.mapping.check_out)
        body = {
            "venue_id": self.venue_id,
            "earliest": begins.isoformat(),
            "latest": self.wall(stay.arrival, "22:00").isoformat(),
            "duration_minutes": int((ends - begins).total_seconds() // 60),
            "party": stay.party,
            "kind": kind_of(stay.room_type),
            "can_come_in_minutes": CAN_COME_IN_MINUTES,
            "guest": guest_of(stay),
        }
        made = await self.world.booking.post("/v1/waitlist", body, expects="waitlist.joined.v1")
        self.entries[stay.line] = made["id"]

    async def arrive(self, line: int) -> None:
        """The guest of this line is here. Raises Refused."""
        path = f"/v1/bookings/{self.bookings[line]}/arrive"
        await self.world.booking.post(path, {}, expects="booking.arrived.v1")

    async def leave(self, line: int) -> None:
        """The guest of this line checks out."""
        booking = f"/v1/bookings/{self.bookings[line]}"
        await self.world.booking.post(f"{booking}/start", {}, expects="booking.service_started.v1")
        await self.world.booking.post(f"{booking}/finish", {}, expects="booking.finished.v1")

    async def cancel(self, line: int) -> None:
        """The guest of this line cancels on the day itself."""
        path = f"/v1/bookings/{self.bookings[line]}/cancel"
        await self.world.booking.post(path, {"by": "guest"}, expects="booking.cancelled.v1")

    async def accept(self, line: int) -> str:
        """The waiter of this line takes the offered room; returns the new booking's id. Raises Refused."""
        entry = self.entries[line]
        await self.world.booking.post(f"/v1/waitlist/{entry}/accept", {}, expects="waitlist.offer_accepted.v1")
        accepted = await self.world.heard("waitlist.offer_accepted.v1", subject=entry)
        self.bookings[line] = accepted.data["booking_id"]
        return self.bookings[line]

    async def _room(self, room_type: str, number: int) -> None:
        body = {
            "name": f"{room_type} {number:02}",
            "kind": kind_of(room_type),
            "capacity_min": 1,
            "capacity_max": self.day.beds[room_type],
        }
        await self.world.booking.post(f"/v1/venues/{self.venue_id}/resources", body)

    async def _book(self, stay: Stay, *, check_in: date, more: dict[str, Any]) -> None:
        body = {
            "venue_id": self.venue_id,
            "check_in": check_in.isoformat(),
            "check_out": stay.departure.isoformat(),
            "party": stay.party,
            "kind": kind_of(stay.room_type),
            "guest": guest_of(stay),
            "source": "replay",
            "external_id": f"line-{stay.line}",
        }
        made = await self.world.booking.post("/v1/bookings", body | more, expects="booking.confirmed.v1")
        self.bookings[stay.line] = made["id"]


def kind_of(room_type: str) -> str:
    """Type `A` of the file is the kind `room.a`."""
    return f"room.{room_type.lower()}"


def guest_of(stay: Stay) -> dict[str, str]:
    """The file names nobody: a guest is called by the line."""
    return {"name": f"Guest {stay.line}", "email": f"line-{stay.line}@example.com", "language": stay.language}


async def several(work: Iterable[Awaitable[T]]) -> list[T]:
    """Await all, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def through(one: Awaitable[T]) -> T:
        async with gate:
            return await one

    return list(await asyncio.gather(*(through(one) for one in work)))
