"""Puts events on the topics as their services would, without those services."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from messaging.broker import OutgoingRecord
from messaging.ids import new_id
from messaging.kafka import KafkaBroker
from messaging.reactions import Topic
from messaging.settings import DeliverySettings
from notify.wiring import REACTIONS

_TOPICS = {reaction.type: reaction.topic for reaction in REACTIONS}


class KafkaSender:
    """Numbers the events of each subject, and can send one a second time under its old id."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._broker = KafkaBroker(settings)
        self._numbers: dict[tuple[str, str], int] = {}

    async def open(self) -> None:
        await self._broker.create_topics(
            [Topic("booking.events", 3), Topic("policy.events", 3), Topic("guest.contacts", 3, compacted=True)]
        )
        self._publisher = await self._broker.open_publisher()

    async def close(self) -> None:
        await self._publisher.close()

    async def send(self, event_type: str, data: Mapping[str, Any] | None, *, subject: str) -> OutgoingRecord:
        """`data` None is a tombstone."""
        topic = _TOPICS[event_type]
        number = self._numbers[(topic, subject)] = self._numbers.get((topic, subject), 0) + 1
        headers = {
            "ce_id": new_id("evt"),
            "ce_type": event_type,
            "ce_source": "/" + topic.partition(".")[0],
            "ce_subject": subject,
            "ce_time": datetime.now(UTC).isoformat(),
            "ce_specversion": "1.0",
            "ce_tenant": "tnt_a",
            "ce_sequence": str(number),
        }
        record = OutgoingRecord(
            topic=topic,
            key=subject.encode(),
            value=None if data is None else json.dumps(data).encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )
        await self.again(record)
        return record

    async def again(self, record: OutgoingRecord) -> None:
        await self._publisher.publish([record])
