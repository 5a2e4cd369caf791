"""How far each consumer group has read, asked of the broker."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

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
    _partitions: list[TopicPartition] = field(default_factory=list)

    async def ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """End offset of each partition. Raises KafkaError, OSError or TimeoutError while the broker is away."""
        admin, consumer = await self._connected()
        async with asyncio.timeout(_ASK_SECONDS):
            if not self._partitions:
                self._partitions = await self._find(admin, topics)
            ends = await consumer.end_offsets(self._partitions)
        return {(p.topic.removeprefix(self.prefix), p.partition): end for p, end in ends.items()}

    async def committed(self, group: str) -> dict[tuple[str, int], int]:
        """What the group has committed; a partition without a commit is missing."""
        admin, _ = await self._connected()
        async with asyncio.timeout(_ASK_SECONDS):
            offsets = await admin.list_consumer_group_offsets(self.prefix + group)
        return {(p.topic.removeprefix(self.prefix), p.partition): at.offset for p, at in offsets.items()}

    async def close(self) -> None:
        """Forget the connections; the next question makes new ones."""
        admin, consumer, self._admin, self._consumer = self._admin, self._consumer, None, None
        if consumer is not None:
            await stopped(consumer)
        if admin is not None:
            await _closed(admin)

    async def _connected(self) -> tuple[AIOKafkaAdminClient, AIOKafkaConsumer]:
        if self._consumer is None or self._admin is None:
            admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, **CLIENT)
            consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, **CLIENT)
            self._admin, self._consumer = admin, consumer
            try:
                async with asyncio.timeout(_ASK_SECONDS):
                    await admin.start()
                    await consumer.start()
            except BaseException:
                await self.close()
                raise
            return admin, consumer
        return self._admin, self._consumer

    async def _find(self, admin: AIOKafkaAdminClient, topics: Sequence[str]) -> list[TopicPartition]:
        found = []
        for topic in await admin.describe_topics([self.prefix + name for name in topics]):
            if topic["error_code"]:
                raise KafkaError(f"there is no topic {topic['topic']} yet")
            found += [TopicPartition(topic["topic"], at["partition"]) for at in topic["partitions"]]
        return found


async def _closed(admin: AIOKafkaAdminClient) -> None:
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            await admin.close()
    except (TimeoutError, KafkaError, OSError):
        return
