"""What a test says: something is heard, time goes on, the sender does its work; what came of it?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from messaging.heard import Heard
from messaging.ids import new_id
from notify.settings import NotifySettings
from notify.wiring import REACTIONS, build
from sqlalchemy import text

TENANT = "tnt_a"
_MODELS = {reaction.type: reaction for reaction in REACTIONS}


class World:
    def __init__(self, settings: NotifySettings) -> None:
        self.settings = settings
        self.notify = build(settings)
        self.database = self.notify.database
        self._sequence = 0

    async def open(self) -> None:
        await self.database.set_clock_adjustable(True)

    async def close(self) -> None:
        for loop in self.notify.mailroom.loops:
            await loop.lane.close()
        await self.database.close()

    async def hear(
        self, event_type: str, data: Mapping[str, Any], *, event_id: str | None = None, tenant: str = TENANT
    ) -> str:
        """An event is heard, as the consumer would hand it on."""
        reaction = _MODELS[event_type]
        self._sequence += 1
        subject = data.get("guest_id") or data.get("booking_id") or data["entry_id"]
        heard = Heard(
            id=event_id or new_id("evt"),
            type=event_type,
            source="/test",
            subject=str(subject),
            tenant=tenant,
            sequence=self._sequence,
            time=await self.now(),
            causation_id=None,
            data=reaction.model.model_validate(data),
        )
        async with self.database.transaction() as transaction:
            await reaction.react(heard, self.notify.open_work(transaction))
        return heard.id

    def start_numbering_again(self) -> None:
        """What is heard from here on is a replay."""
        self._sequence = 0

    async def now(self) -> datetime:
        async with self.database.transaction() as transaction:
            return transaction.now

    async def advance(self, **step: int) -> None:
        """The business clock goes on."""
        async with self.database.engine.begin() as connection:
            await connection.execute(text("SELECT advance_clock(:step)"), {"step": timedelta(**step)})

    async def send_all(self) -> None:
        """The sender does everything that is due."""
        while await self.notify.mailroom.loops[0].run_once():
            pass

    async def rows(self, sql: str, **values: Any) -> list[Mapping[str, Any]]:
        async with self.database.engine.begin() as connection:
            return [dict(row) for row in (await connection.execute(text(sql), values)).mappings()]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.database.engine.begin() as connection:
            await connection.execute(text(sql), values)

    async def messages(self) -> list[tuple[str, str, str | None]]:
        """Kind, status and reason of every message, in the order in which they were written."""
        rows = await self.rows("SELECT kind, status, reason FROM message ORDER BY id")
        return [(row["kind"], row["status"], row["reason"]) for row in rows]

    async def told_the_world(self) -> list[str]:
        """Types of the events that left."""
        return [row["type"] for row in await self.rows("SELECT type FROM outbox ORDER BY position")]
