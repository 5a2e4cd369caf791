"""Everything that is on the topics, from their beginning, as anybody with a Kafka client can read it."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

TOPICS = ("booking.events", "policy.events", "notify.events", "guest.contacts")
DEAD_LETTERS = tuple(f"{topic}.dlq" for topic in TOPICS)

_ASK_SECONDS = 5.0
_CLIENT = {"request_timeout_ms": 2000, "retry_backoff_ms": 50, "metadata_max_age_ms": 2000}


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

    def at(self, topic: str, partition: int, offset: int) -> Told | None:
        """The record at a place, if it has been read yet."""
        place = (topic, partition, offset)
        return next((told for told in self._told if (told.topic, told.partition, told.offset) == place), None)

    async def _read(self) -> None:
        while True:
            consumer = AIOKafkaConsumer(
                *(self.prefix + topic for topic in self.topics),
                bootstrap_servers=self.bootstrap,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                **_CLIENT,
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
                await _stopped(consumer)

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


@dataclass
class Groups:
    """How far each consumer group has read."""

    bootstrap: str
    prefix: str = ""
    _admin: AIOKafkaAdminClient | None = None
    _consumer: AIOKafkaConsumer | None = None

    async def ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """End offset of each partition. Raises KafkaError, OSError or TimeoutError while the broker is away."""
        consumer = await self._connected()
        async with asyncio.timeout(_ASK_SECONDS):
            partitions = list(self._partitions(consumer, topics))
            ends = await consumer.end_offsets(partitions)
        return {(p.topic.removeprefix(self.prefix), p.partition): end for p, end in ends.items()}

    async def committed(self, group: str) -> dict[tuple[str, int], int]:
        """What the group has committed; a partition without a commit is missing."""
        await self._connected()
        assert self._admin is not None
        async with asyncio.timeout(_ASK_SECONDS):
            offsets = await self._admin.list_consumer_group_offsets(self.prefix + group)
        return {(p.topic.removeprefix(self.prefix), p.partition): at.offset for p, at in offsets.items()}

    async def close(self) -> None:
        """Forget the connections; the next question makes new ones."""
        admin, consumer, self._admin, self._consumer = self._admin, self._consumer, None, None
        if consumer is not None:
            await _stopped(consumer)
        if admin is not None:
            await _closed(admin)

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, **_CLIENT)
            consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, **_CLIENT)
            self._admin, self._consumer = admin, consumer
            try:
                async with asyncio.timeout(_ASK_SECONDS):
                    await admin.start()
                    await consumer.start()
                    await consumer.topics()
            except BaseException:
                await self.close()
                raise
        return self._consumer

    def _partitions(self, consumer: AIOKafkaConsumer, topics: Sequence[str]) -> Iterator[TopicPartition]:
        for topic in topics:
            numbers = consumer.partitions_for_topic(self.prefix + topic)
            if not numbers:
                raise KafkaError(f"there is no topic {self.prefix + topic} yet")
            yield from (TopicPartition(self.prefix + topic, number) for number in sorted(numbers))


def _data(value: bytes | None) -> dict[str, Any]:
    if value is None:
        return {}
    data = json.loads(value)
    return data if isinstance(data, dict) else {"value": data}


async def _stopped(consumer: AIOKafkaConsumer) -> None:
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            await consumer.stop()
    except (TimeoutError, KafkaError, OSError):
        return


async def _closed(admin: AIOKafkaAdminClient) -> None:
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            await admin.close()
    except (TimeoutError, KafkaError, OSError):
        return
