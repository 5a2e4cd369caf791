"""A tiny domain to move facts about: things, of which something is said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from messaging.broker import OutgoingRecord, Partition, PublisherBroken, Record
from messaging.consumer import Consumer
from messaging.database import Database
from messaging.event import PublishedEvent
from messaging.heard import Heard, HeardEvent
from messaging.metrics import Counters
from messaging.reactions import Reaction, Topic
from messaging.transaction import Transaction
from prometheus_client import CollectorRegistry
from sqlalchemy import text

TOPIC = "things"
THINGS = Topic(TOPIC, 3)


class ThingSaid(PublishedEvent, type="thing.said.v1", topic=TOPIC, subject="thing_id"):
    thing_id: str
    n: int


class HeardThing(HeardEvent):
    n: int


async def note_effect(heard: Heard[HeardThing], transaction: Transaction) -> None:
    """The honest reaction: one row per event that took effect, with no guard of its own."""
    await transaction.session.execute(
        text("INSERT INTO effect (event_id, n) VALUES (:id, :n)"), {"id": heard.id, "n": heard.data.n}
    )


async def effects(database: Database) -> list[int]:
    """The numbers that took effect, in the order in which they did."""
    async with database.engine.connect() as connection:
        return list((await connection.execute(text("SELECT n FROM effect ORDER BY at, n"))).scalars())


async def scalar(database: Database, query: str) -> Any:
    """One value from the database."""
    async with database.engine.connect() as connection:
        return (await connection.execute(text(query))).scalar_one()


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 20) -> None:
    """Poll a condition; fail when it does not come true in time."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - the state lies in PostgreSQL, there is no event to await
            await asyncio.sleep(0.01)


class HandedRecords:
    """The broker port with records handed in by the test, and what was published kept in a list."""

    def __init__(self, records: Sequence[Record] = (), *, broken_publishers: int = 0) -> None:
        self.records = list(records)
        self.committed: dict[Partition, int] = {}
        self.published: list[OutgoingRecord] = []
        self.publishers_opened = 0
        self._broken = broken_publishers

    async def open_publisher(self) -> HandedRecords:
        self.publishers_opened += 1
        return self

    async def publish(self, records: Sequence[OutgoingRecord]) -> None:
        if self._broken:
            self._broken -= 1
            raise PublisherBroken("no leader for too long")
        self.published.extend(records)

    async def open_subscription(self, group: str, topics: Sequence[str]) -> HandedRecords:
        return self

    async def create_topics(self, topics: Sequence[Topic]) -> None:
        return None

    async def answers(self) -> bool:
        return True

    async def poll(self, *, wait_seconds: float) -> list[Record]:
        records, self.records = self.records, []
        return records

    async def commit(self, offsets: Mapping[Partition, int]) -> None:
        self.committed.update(offsets)

    async def behind(self) -> int:
        return len(self.records)

    async def close(self) -> None:
        return None


def a_record(
    n: int, *, thing: str = "thg_1", event_id: str | None = None, sequence: int | None = None, **header: str
) -> Record:
    """A record as the relay of another service would have sent it."""
    headers = {
        "ce_id": event_id or f"evt_{thing}_{n}",
        "ce_type": "thing.said.v1",
        "ce_source": "/elsewhere",
        "ce_subject": thing,
        "ce_tenant": "tnt_1",
        "ce_time": "2026-11-22T12:00:00Z",
        "ce_sequence": str(sequence if sequence is not None else n),
    } | header
    return Record(
        partition=Partition(TOPIC, 0),
        offset=n,
        key=thing.encode(),
        value=json.dumps({"thing_id": thing, "n": n, "unknown": "field"}).encode(),
        headers={name: value.encode() for name, value in headers.items()},
    )


def a_consumer(
    database: Database,
    broker: HandedRecords,
    react: Callable[[Heard[Any], Transaction], Awaitable[None]] = note_effect,
) -> Consumer[Transaction]:
    """A consumer of things whose reactions get the bare transaction."""
    return Consumer(
        database=database,
        broker=broker,
        group="hearer",
        reactions=[Reaction(topic=TOPIC, type=ThingSaid.type, model=HeardThing, react=react)],
        open_work=lambda transaction: transaction,
        counters=Counters.create(CollectorRegistry()),
    )
