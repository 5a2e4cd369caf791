"""What guests and hosts do, as requests of a front-end."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stories.lunch.cast import TABLES, VENUE, ZONE, Guest, Waiting
from stories.world import World

THURSDAY = 3


class FrontOfHouse:
    """Every request names the event that will be missing if nobody answers it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.zone = ZoneInfo(ZONE)
        self.venue_id = ""
        self.tables: dict[str, str] = {}
        self.midnight = datetime.min.replace(tzinfo=self.zone)

    def at(self, wall: str) -> datetime:
        """The instant at which the clock on the wall shows this hour on the story's Thursday."""
        return datetime.combine(self.midnight.date(), time.fromisoformat(wall), self.zone)

    async def open(self) -> None:
        """It is the coming Thursday morning: the venue and its tables are entered."""
        today = (await self.world.now()).astimezone(self.zone)
        days = (THURSDAY - today.weekday()) % 7 or 7
        self.midnight = datetime.combine(today.date() + timedelta(days=days), time(0), self.zone)
        await self.world.databases.step_to(self.at("09:00"))
        venue = await self.world.booking.post("/v1/venues", VENUE, expects="venue.set.v1")
        self.venue_id = venue["id"]
        for table in TABLES:
            body: dict[str, Any] = {
                "name": table.name,
                "kind": "table",
                "capacity_min": table.smallest,
                "capacity_max": table.largest,
                "area": table.area,
                "joins": [self.tables[table.joins]] if table.joins else [],
            }
            made = await self.world.booking.post(f"/v1/venues/{self.venue_id}/resources", body, expects="venue.set.v1")
            self.tables[table.name] = made["id"]

    async def book(self, guest: Guest) -> None:
        """The guest books a table."""
        guest.starts_at = self.at(guest.at)
        body = {
            "venue_id": self.venue_id,
            "starts_at": guest.starts_at.isoformat(),
            "duration_minutes": guest.minutes,
            "party": guest.party,
            "area": guest.area,
            "guest": guest.contact,
        }
        made = await self.world.booking.post("/v1/bookings", body, expects="booking.confirmed.v1")
        guest.booking_id, guest.code = made["id"], made["code"]

    async def wait(self, party: Waiting) -> None:
        """The party asks for a place in the hall between half past twelve and a quarter past one."""
        body = {
            "venue_id": self.venue_id,
            "earliest": self.at("12:30").isoformat(),
            "latest": self.at("13:15").isoformat(),
            "duration_minutes": 40,
            "party": party.party,
            "area": "hall",
            "can_come_in_minutes": 10,
            "guest": party.contact,
        }
        made = await self.world.booking.post("/v1/waitlist", body, expects="waitlist.joined.v1")
        party.entry_id = made["id"]

    async def do(self, guest: Guest, action: str, expects: str, body: dict[str, Any] | None = None) -> Any:
        """One of the actions on a booking. Raises Refused."""
        return await self.world.booking.post(f"/v1/bookings/{guest.booking_id}/{action}", body, expects=expects)

    async def arrives(self, guest: Guest, *, arrived: int | None = None) -> Any:
        """The guest is here, or `arrived` of the party are."""
        body = {"arrived": arrived} if arrived else {}
        return await self.do(guest, "arrive", "booking.arrived.v1", body)

    async def seats(self, party: Waiting) -> Any:
        """The party that took an offer is here."""
        path = f"/v1/bookings/{party.booking_id}/arrive"
        return await self.world.booking.post(path, {}, expects="booking.arrived.v1")

    async def is_late(self, guest: Guest, *, eta: datetime) -> None:
        """The guest says so, and when to expect the party."""
        body = {"by": "guest", "eta": eta.isoformat()}
        await self.do(guest, "late", "booking.late_declared.v1", body)

    async def answers(self, party: Waiting, answer: str, expects: str) -> Any:
        """Accept, decline or leave."""
        return await self.world.booking.post(f"/v1/waitlist/{party.entry_id}/{answer}", expects=expects)

    async def moves(self, guest: Guest, to: str) -> None:
        """The guest's booking is moved to another hour, under its ETag."""
        path = f"/v1/bookings/{guest.booking_id}"
        etag = await self.world.booking.etag(path)
        await self.world.booking.patch(
            path, {"starts_at": self.at(to).isoformat()}, etag=etag, expects="booking.changed.v1"
        )
