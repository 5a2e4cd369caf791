"""The broker port over aiokafka, with a deadline on everything that it may wait for."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from messaging.broker import BrokerAway, OutgoingRecord, Partition, PublisherBroken, Record
from messaging.reactions import Topic
from messaging.settings import DeliverySettings

log = structlog.get_logger()

_START_SECONDS = 5.0
_CLOSE_SECONDS = 3.0
_COMMIT_SECONDS = 5.0
_WEDGED_SECONDS = 30.0
_BATCH = 500
_MONTHS_MS = 400 * 24 * 3600 * 1000

T = TypeVar("T")


async def in_time(call: Awaitable[T], seconds: float, what: str) -> T:
    """Await a broker call no longer than `seconds`. Raises BrokerAway with `what` was asked."""
    try:
        async with asyncio.timeout(seconds):
            return await call
    except (TimeoutError, KafkaError, OSError) as error:
        raise BrokerAway(f"{what}: {type(error).__name__} {error}") from error


async def abandon(stop: Awaitable[None]) -> None:
    """Stop a client that may never answer, and go on. aiokafka's stop can also raise a stray CancelledError (#647)."""
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await stop
    except (TimeoutError, KafkaError, OSError) as error:
        log.info("kafka_client_abandoned", error=type(error).__name__)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise


def client_options(settings: DeliverySettings) -> dict[str, Any]:
    """What producer, consumer and admin have in common. Short timeouts: a frozen peer accepts and never answers."""
    options: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_security_protocol,
        "request_timeout_ms": 1500,
        "retry_backoff_ms": 50,
        "metadata_max_age_ms": 2000,
    }
    if "SSL" in settings.kafka_security_protocol.split("_"):
        options["ssl_context"] = ssl.create_default_context()
    if settings.kafka_sasl_mechanism is not None:
        password = settings.kafka_sasl_password
        options |= {
            "sasl_mechanism": settings.kafka_sasl_mechanism,
            "sasl_plain_username": settings.kafka_sasl_username,
            "sasl_plain_password": password.get_secret_value() if password else None,
        }
    return options


class KafkaBroker:
    """Topics and groups carry the settings' prefix on the cluster; callers never see it."""

    def __init__(self, settings: DeliverySettings) -> None:
        # Many times a second until a topic's owner has created it; our own loops say what they wait for.
        logging.getLogger("aiokafka.cluster").setLevel(logging.CRITICAL)
        self._settings = settings
        self._options = client_options(settings)
        self._prefix = settings.topic_prefix

    async def open_publisher(self) -> "KafkaPublisher":
        producer = AIOKafkaProducer(**self._options, acks="all", enable_idempotence=True, linger_ms=0)
        try:
            await in_time(producer.start(), _START_SECONDS, "connecting the producer")
        except BaseException:
            await abandon(producer.stop())
            raise
        return KafkaPublisher(producer, self._prefix, self.answers)

    async def open_subscription(self, group: str, topics: Sequence[str]) -> "KafkaSubscription":
        consumer = AIOKafkaConsumer(
            *(self._prefix + topic for topic in topics),
            **self._options,
            group_id=self._prefix + group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=1_000,
            partition_assignment_strategy=(StickyPartitionAssignor,),
        )
        try:
            await in_time(consumer.start(), 2 * _START_SECONDS, "joining the consumer group")
        except BaseException:
            await abandon(consumer.stop())
            raise
        return KafkaSubscription(consumer, self._prefix)

    async def create_topics(self, topics: Sequence[Topic]) -> None:
        admin = AIOKafkaAdminClient(**self._options)
        try:
            await in_time(admin.start(), _START_SECONDS, "connecting to create topics")
            for topic in topics:
                await in_time(self._create(admin, topic), _START_SECONDS, f"creating topic {topic.name}")
        finally:
            await abandon(admin.close())

    async def _create(self, admin: AIOKafkaAdminClient, topic: Topic) -> None:
        config = {"cleanup.policy": "compact"} if topic.compacted else {"retention.ms": str(_MONTHS_MS // 13)}
        new = NewTopic(
            self._prefix + topic.name,
            topic.partitions,
            self._settings.topic_replication,
            topic_configs=config,
        )
        answer = await admin.create_topics([new])
        for _, code, *message in answer.topic_errors:
            if code not in (0, TopicAlreadyExistsError.errno):
                raise KafkaError(f"creating {topic.name} answered {code} {message}")

    async def answers(self) -> bool:
        admin = AIOKafkaAdminClient(**self._options)
        try:
            await in_time(admin.start(), _START_SECONDS, "probing the broker")
        except BrokerAway:
            return False
        finally:
            await abandon(admin.close())
        return True


class KafkaPublisher:
    """One idempotent producer. It waits with its records while the broker is away: rebuilding would duplicate them."""

    def __init__(
        self,
        producer: AIOKafkaProducer,
        prefix: str,
        broker_answers: Callable[[], Awaitable[bool]],
        *,
        wedged_seconds: float = _WEDGED_SECONDS,
    ) -> None:
        self._wedged_seconds = wedged_seconds
        self._producer = producer
        self._prefix = prefix
        self._broker_answers = broker_answers

    async def publish(self, records: Sequence[OutgoingRecord]) -> None:
        sending = asyncio.create_task(self._send_all(records))
        try:
            while not sending.done():
                await asyncio.wait([sending], timeout=self._wedged_seconds)
                if not sending.done() and await self._broker_answers():
                    raise PublisherBroken("the broker answers, yet does not acknowledge")
            await sending
        except KafkaError as error:
            raise PublisherBroken(f"{type(error).__name__}: {error}") from error
        finally:
            sending.cancel()

    async def _send_all(self, records: Sequence[OutgoingRecord]) -> None:
        acks = [
            await self._producer.send(self._prefix + record.topic, record.value, key=record.key, headers=record.headers)
            for record in records
        ]
        await asyncio.gather(*acks)

    async def close(self) -> None:
        await abandon(self._producer.stop())


class KafkaSubscription:
    """A member of a consumer group. Offsets are committed explicitly, after the effect."""

    def __init__(self, consumer: AIOKafkaConsumer, prefix: str) -> None:
        self._consumer = consumer
        self._prefix = prefix

    async def poll(self, *, wait_seconds: float) -> list[Record]:
        batches = await self._consumer.getmany(timeout_ms=int(wait_seconds * 1000), max_records=_BATCH)
        return [
            Record(
                partition=Partition(partition.topic.removeprefix(self._prefix), partition.partition),
                offset=message.offset,
                key=message.key,
                value=message.value,
                headers=dict(message.headers),
            )
            for partition, messages in batches.items()
            for message in messages
        ]

    async def commit(self, offsets: Mapping[Partition, int]) -> None:
        assigned = self._consumer.assignment()
        known = {self._kafka(partition): offset for partition, offset in offsets.items()}
        mine = {partition: offset for partition, offset in known.items() if partition in assigned}
        if mine:
            await in_time(self._consumer.commit(mine), _COMMIT_SECONDS, "committing offsets")

    async def behind(self) -> int:
        assigned = list(self._consumer.assignment())
        if not assigned:
            raise BrokerAway("no partition is assigned yet")
        ends = await in_time(self._consumer.end_offsets(assigned), _COMMIT_SECONDS, "asking for end offsets")
        positions = [
            await in_time(self._consumer.position(partition), _COMMIT_SECONDS, "asking for a position")
            for partition in assigned
        ]
        return sum(max(0, ends[partition] - at) for partition, at in zip(assigned, positions, strict=True))

    async def close(self) -> None:
        await abandon(self._consumer.stop())

    def _kafka(self, partition: Partition) -> TopicPartition:
        return TopicPartition(self._prefix + partition.topic, partition.number)
