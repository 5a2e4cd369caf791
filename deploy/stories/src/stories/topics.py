"""Everything that is on the topics, from their beginning, as anybody with a Kafka client can read it."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

CONTACTS = "guest.contacts"
TOPICS = ("booking.events", "policy.events", "notify.events", CONTACTS)
DEAD_LETTERS = tuple(f"{topic}.dlq" for topic in TOPICS)

_ASK_SECONDS = 5.0
CLIENT = {"request_timeout_ms": 2000, "retry_backoff_ms": 50, "metadata_max_age_ms": 2000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One record of a topic: an event as it was told, with its envelope. `written_at` is real time."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: dict[str, str]
    data: dict[str, Any]
    written_at: float

    @property
    def id(self) -> str:
        return self.headers.get("ce_id", "?")

    @property
    def type(self) -> str:
        return self.headers.get("ce_type", "?")

    @property
    def subject(self) -> str:
        return self.headers.get("ce_subject", "?")

    @property
    def tenant(self) -> str:
        return self.headers.get("ce_tenant", "?")

    @property
    def sequence(self) -> int:
        """The number of this fact among those of its subject."""
        return int(self.headers.get("ce_sequence", "0"))

    @property
    def time(self) -> datetime:
        """Business time."""
        return datetime.fromisoformat(self.headers["ce_time"])

    @property
    def cause(self) -> str | None:
        """The event or request that led to this one."""
        return self.headers.get("ce_causationid")

    @property
    def tombstone(self) -> bool:
        return self.type == "guest.contact_erased.v1"


@dataclass
class TopicReader:
    """Reads all topics without a group, so that it disturbs nobody; survives the broker's absence."""

    bootstrap: str
    prefix: str = ""
    topics: Sequence[str] = TOPICS + DEAD_LETTERS
    _told: list[Told] = field(default_factory=list)
    _known: set[tuple[str, int, int]] = field(default_factory=set)
    _ends: dict[tuple[str, int], int] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin reading; returns at once."""
        self._task = asyncio.create_task(self._read(), name="stories.topics")

    async def stop(self) -> None:
        """End reading."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def all(self, *types: str) -> list[Told]:
        """What was read so far, in the order of reading; of these types, if any are named."""
        return [told for told in self._told if not types or told.type in types]

    def find(self, event_type: str, where: Callable[[Told], bool]) -> Told | None:
        """The first event of the type that answers, if it has been read yet."""
        return next((told for told in self._told if told.type == event_type and where(told)), None)

    def by_id(self, event_id: str) -> Told | None:
        """The event with this id, if it has been read yet."""
        return next((told for told in self._told if told.id == event_id), None)

    def dead_letters(self) -> list[Told]:
        """What some consumer group gave up on."""
        return [told for told in self._told if told.topic in DEAD_LETTERS]

    def read_up_to(self, ends: dict[tuple[str, int], int]) -> bool:
        """Whether everything below these end offsets has been read."""
        return all(self._ends.get(partition, 0) >= end for partition, end in ends.items())

    def between(self, topic: str, partition: int, begin: int, end: int) -> list[Told]:
        """The records of a partition from offset `begin` up to `end`, as far as they have been read."""
        if begin >= end:
            return []
        return [
            told
            for told in self._told
            if told.topic == topic and told.partition == partition and begin <= told.offset < end
        ]

    async def _read(self) -> None:
        while True:
            consumer = AIOKafkaConsumer(
                *(self.prefix + topic for topic in self.topics),
                bootstrap_servers=self.bootstrap,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                **CLIENT,
            )
            try:
                await consumer.start()
                while True:
                    for records in (await consumer.getmany(timeout_ms=200)).values():
                        for record in records:
                            self._keep(record)
            except (KafkaError, OSError):
                await asyncio.sleep(0.5)
            finally:
                await stopped(consumer)

    def _keep(self, record: "ConsumerRecord[bytes, bytes]") -> None:
        topic = record.topic.removeprefix(self.prefix)
        place = (topic, record.partition, record.offset)
        if place in self._known:
            return
        self._known.add(place)
        self._ends[(topic, record.partition)] = record.offset + 1
        self._told.append(
            Told(
                topic=topic,
                partition=record.partition,
                offset=record.offset,
                key=(record.key or b"").decode(),
                headers={name: value.decode() for name, value in record.headers},
                data=_data(record.value),
                written_at=record.timestamp / 1000,
            )
        )


def _data(value: bytes | None) -> dict[str, Any]:
    if value is None:
        return {}
    data = json.loads(value)
    return data if isinstance(data, dict) else {"value": data}


async def stopped(consumer: AIOKafkaConsumer) -> None:
    """Stop a client of a broker that may never answer."""
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            await consumer.stop()
    except (TimeoutError, KafkaError, OSError):
        return
