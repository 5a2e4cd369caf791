"""Reading a record's CloudEvents envelope."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from messaging.broker import Record


class PoisonRecord(Exception):
    """A record that no retry can make readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The attributes of a CloudEvent in Kafka's binary mode. `traceparent` is W3C's."""

    id: str
    type: str
    source: str
    subject: str
    tenant: str
    sequence: int
    time: datetime
    causation_id: str | None
    traceparent: str | None


def read_envelope(record: Record) -> Envelope:
    """Raises PoisonRecord naming the attribute that is missing or wrong."""
    try:
        headers = {name: value.decode() for name, value in record.headers.items()}
        return Envelope(
            id=headers["ce_id"],
            type=headers["ce_type"],
            source=headers["ce_source"],
            subject=headers["ce_subject"],
            tenant=headers["ce_tenant"],
            sequence=int(headers["ce_sequence"]),
            time=datetime.fromisoformat(headers["ce_time"]),
            causation_id=headers.get("ce_causationid"),
            traceparent=headers.get("traceparent"),
        )
    except KeyError as error:
        raise PoisonRecord(f"the header {error} is missing") from error
    except (ValueError, UnicodeDecodeError, AttributeError) as error:
        raise PoisonRecord(f"a header cannot be read: {error}") from error


def read_data(record: Record) -> Any:
    """The JSON value; an empty object for a tombstone. Raises PoisonRecord."""
    if record.value is None:
        return {}
    try:
        return json.loads(record.value)
    except (ValueError, RecursionError) as error:
        raise PoisonRecord(f"the value is not JSON: {error}") from error
