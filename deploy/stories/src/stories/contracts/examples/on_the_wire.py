"""An example as a consumer of the topic sees it: headers, key and value."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from messaging.event import PublishedEvent
from messaging.outbox import headers_of

from stories.contracts.examples.cast import LATE_AT, TENANT

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def on_the_wire(event: PublishedEvent, *, service: str, position: int) -> dict[str, Any]:
    """The record's parts; ids and times follow from the event's type and place in the list."""
    headers = headers_of(
        {
            "event_id": _event_id(event.type),
            "type": event.type,
            "source": f"/{service}",
            "subject": event.subject,
            "time": LATE_AT + timedelta(seconds=position),
            "tenant": TENANT,
            "sequence": position + 1,
            "causation_id": _event_id(f"cause of {event.type}"),
            "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "extra_headers": None,
        }
    )
    return {
        "topic": event.topic,
        "key": event.key(TENANT),
        "headers": {name: value.decode() for name, value in headers},
        "data": None if event.tombstone else json.loads(event.model_dump_json()),
    }


def _event_id(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    return "evt_01KAZ5Q0E" + "".join(_CROCKFORD[byte & 31] for byte in digest[:17])
