"""The restaurant that is measured: enough tables and hours for every booking of a run."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.wire import Connection, must

TABLES = 20
SEATING = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class House:
    """A venue and its tables."""

    venue_id: str
    table_ids: list[str]


async def open_house(connection: Connection, name: str, *, tables: int = TABLES, late_after: int = 5) -> House:
    """Enter a venue that is open at all hours, with tables for two."""
    venue = {
        "name": name,
        "trade": "restaurant",
        "time_zone": "Europe/Berlin",
        "currency": "EUR",
        "languages": ["en", "ru"],
        "settings": {"late_after_minutes": late_after},
    }
    venue_id = must(await connection.post("/v1/venues", venue), 201)["id"]
    ids = []
    for number in range(1, tables + 1):
        table = {"name": f"Table {number}", "kind": "table", "capacity_min": 1, "capacity_max": 2}
        ids.append(must(await connection.post(f"/v1/venues/{venue_id}/resources", table), 201)["id"])
    return House(venue_id, ids)


def bookings_without_end(house: House, begins: datetime) -> Iterator[dict[str, Any]]:
    """Bodies of `POST /v1/bookings`: as many at each hour as there are tables, then the next hour; all can be had."""
    for seating in itertools.count():
        starts_at = begins + seating * SEATING
        for _ in house.table_ids:
            yield a_booking(house, starts_at)


def a_booking(house: House, starts_at: datetime, **more: Any) -> dict[str, Any]:
    """A new guest books a table for two, wherever one is free."""
    who = uuid.uuid4().hex[:12]
    return {
        "venue_id": house.venue_id,
        "starts_at": starts_at.isoformat(),
        "duration_minutes": int(SEATING.total_seconds() // 60),
        "party": 2,
        "guest": {"name": f"Guest {who}", "email": f"{who}@example.com", "language": "en"},
        **more,
    }


def next_hour(days: int) -> datetime:
    """A round hour, some days ahead."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
