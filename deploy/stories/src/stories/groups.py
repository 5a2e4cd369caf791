"""How far each consumer group has read, asked of the broker."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from stories.topics import CLIENT, stopped

_ASK_SECONDS = 5.0


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
            await stopped(consumer)
        if admin is not None:
            await _closed(admin)

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, **CLIENT)
            consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, **CLIENT)
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


async def _closed(admin: AIOKafkaAdminClient) -> None:
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            await admin.close()
    except (TimeoutError, KafkaError, OSError):
        return
