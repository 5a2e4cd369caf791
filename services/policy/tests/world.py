"""What a test says: it is some time of the day, something is heard, deadlines fire; what came of it?"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from messaging.heard import Heard
from messaging.ids import new_id
from policy.adapters.work import Work
from policy.settings import Settings
from policy.wiring import REACTIONS, build
from sqlalchemy import text

from .said_by_booking import NOON

TENANT = "tnt_a"
_REACTIONS = {reaction.type: reaction for reaction in REACTIONS}


class World:
    """Starts at noon UTC (`NOON`); `minutes` count from there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.policy = build(settings)
        self.database = self.policy.database

    async def open(self) -> None:
        await self.database.set_clock_adjustable(True)
        await self.set_clock(NOON)

    async def close(self) -> None:
        await self.database.close()

    async def set_clock(self, at: datetime) -> None:
        """The business clock jumps; overdue deadlines do not fire by that."""
        await self.execute("UPDATE clock SET shift = CAST(:at AS timestamptz) - clock_timestamp()", at=at)

    async def set_clock_minutes(self, minutes: float) -> None:
        await self.set_clock(NOON + timedelta(minutes=minutes))

    async def hear(self, event_type: str, data: Mapping[str, Any], *, tenant: str = TENANT) -> None:
        """An event is heard, as the consumer would hand it on."""
        reaction = _REACTIONS[event_type]
        heard = Heard(
            id=new_id("evt"),
            type=event_type,
            source="/booking",
            subject=str(data.get("booking_id") or data["venue_id"]),
            tenant=tenant,
            sequence=1,
            time=datetime.now(UTC),
            causation_id=None,
            data=reaction.model.model_validate(data),
        )
        async with self.database.transaction() as transaction:
            await reaction.react(heard, Work(transaction))

    async def advance_to(self, minutes: float) -> None:
        """So many minutes after noon; every deadline that is due on the way fires at its own instant."""
        end = NOON + timedelta(minutes=minutes)
        while (due := await self._next_deadline()) is not None and due <= end:
            await self.set_clock(due)
            await self.fire_due()
        await self.set_clock(end)

    async def jump_to(self, minutes: float) -> None:
        """As after an outage: the clock jumps, then all overdue deadlines fire."""
        await self.set_clock(NOON + timedelta(minutes=minutes))
        await self.fire_due()

    async def fire_due(self) -> None:
        while await self.policy.delivery.timekeeper._fire(50):
            pass

    async def _next_deadline(self) -> datetime | None:
        rows = await self.rows("SELECT min(fire_at) AS due FROM timer WHERE dead_at IS NULL")
        due: datetime | None = rows[0]["due"]
        return due

    async def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        async with self.database.engine.begin() as connection:
            return [dict(row) for row in (await connection.execute(text(sql), values)).mappings()]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.database.engine.begin() as connection:
            await connection.execute(text(sql), values)

    async def told(self, event_type: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        """What left, in order: type without version, and data."""
        rows = await self.rows("SELECT type, value FROM outbox ORDER BY position")
        events = [(row["type"].removesuffix(".v1"), json.loads(row["value"])) for row in rows]
        return [event for event in events if event_type in (None, event[0])]

    async def types_told(self) -> list[str]:
        return [event_type for event_type, _ in await self.told()]
