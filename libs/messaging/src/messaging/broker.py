"""The port to the message broker: four verbs, so that the client stays replaceable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from messaging.reactions import Topic


@dataclass(frozen=True, slots=True)
class Partition:
    topic: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it came; header values are bytes, the value is None for a tombstone."""

    partition: Partition
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRecord:
    topic: str
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


class BrokerAway(Exception):
    """The broker did not answer in time. Nothing is lost: try again."""


class PublisherBroken(Exception):
    """The publisher must be closed and a new one opened; then the same records are sent again, in order."""


class Publisher(Protocol):
    async def publish(self, records: Sequence[OutgoingRecord]) -> None:
        """Send in order and return when every record is acknowledged. May wait as long as the broker is away.

        Raises PublisherBroken when this publisher will never get its acknowledgements.
        """

    async def close(self) -> None:
        """Within a deadline, whatever the broker does."""


class Subscription(Protocol):
    async def poll(self, *, wait_seconds: float) -> list[Record]:
        """The next records, in order within each partition; an empty list after `wait_seconds`."""

    async def commit(self, offsets: Mapping[Partition, int]) -> None:
        """Commit explicit offsets (the next to read). Raises BrokerAway."""

    async def behind(self) -> int:
        """How many records lie between what was polled and the end of the topics now. Raises BrokerAway."""

    async def close(self) -> None:
        """Within a deadline, whatever the broker does."""


class Broker(Protocol):
    async def open_publisher(self) -> Publisher:
        """Raises BrokerAway."""

    async def open_subscription(self, group: str, topics: Sequence[str]) -> Subscription:
        """Raises BrokerAway."""

    async def create_topics(self, topics: Sequence[Topic]) -> None:
        """Create what is missing. Raises BrokerAway."""

    async def answers(self) -> bool:
        """Whether the broker can be reached now; never waits beyond a deadline."""
