"""Puts booking's events on the topics and reads what policy says, without the other services."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from messaging.broker import OutgoingRecord
from messaging.ids import new_id
from messaging.kafka import KafkaBroker
from messaging.reactions import Topic
from messaging.settings import DeliverySettings


class KafkaSender:
    """Numbers the events of each subject."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._broker = KafkaBroker(settings)
        self._numbers: dict[str, int] = {}
        self.heard: list[tuple[str, dict[str, Any]]] = []

    async def open(self) -> None:
        await self._broker.create_topics([Topic("booking.events", 3), Topic("policy.events", 3)])
        self._publisher = await self._broker.open_publisher()
        self._subscription = await self._broker.open_subscription("test", ["policy.events"])

    async def close(self) -> None:
        await self._publisher.close()
        await self._subscription.close()

    async def send(self, event_type: str, data: Mapping[str, Any]) -> None:
        subject = str(data.get("booking_id") or data["venue_id"])
        number = self._numbers[subject] = self._numbers.get(subject, 0) + 1
        headers = {
            "ce_id": new_id("evt"),
            "ce_type": event_type,
            "ce_source": "/booking",
            "ce_subject": subject,
            "ce_time": datetime.now(UTC).isoformat(),
            "ce_specversion": "1.0",
            "ce_tenant": "tnt_a",
            "ce_sequence": str(number),
        }
        record = OutgoingRecord(
            topic="booking.events",
            key=subject.encode(),
            value=json.dumps(data).encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )
        await self._publisher.publish([record])

    async def wait_for(self, event_type: str, *, count: int = 1) -> dict[str, Any]:
        """The data of the event, as soon as it was said so often."""
        async with asyncio.timeout(30):
            while True:
                found = [data for said, data in self.heard if said == event_type]
                if len(found) >= count:
                    return found[-1]
                for record in await self._subscription.poll(wait_seconds=0.5):
                    self.heard.append((record.headers["ce_type"].decode(), json.loads(record.value or b"{}")))
