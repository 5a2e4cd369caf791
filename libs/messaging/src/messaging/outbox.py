"""The outbox: facts written beside the state that they are about, and kept as the log after they were sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean, Text

from messaging.broker import OutgoingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A record to be sent. `sequence` is given at the append, unless the row is a dead letter (`numbered=False`)."""

    event_id: str
    tenant: str
    topic: str
    key: bytes | None
    type: str
    source: str
    subject: str
    time: datetime
    causation_id: str | None
    traceparent: str | None
    value: bytes | None
    extra_headers: dict[str, str] | None = None
    numbered: bool = True
    erasable: bool = False


# The counter's row lock orders the writers of one subject, so `position` follows commit order within a subject.
_APPEND = text(
    """
    WITH facts AS (
        SELECT * FROM unnest(
            :event_id, :tenant, :topic, :key, :type, :source, :subject, :time, :causation_id, :traceparent, :value,
            :erasable
        ) WITH ORDINALITY AS f(
            event_id, tenant, topic, key, type, source, subject, time, causation_id, traceparent, value, erasable, n)
    ), counted AS (
        INSERT INTO subject_sequence AS s (tenant, subject, last)
        SELECT tenant, subject, count(*) FROM facts GROUP BY tenant, subject ORDER BY tenant, subject
        ON CONFLICT (tenant, subject) DO UPDATE SET last = s.last + EXCLUDED.last
        RETURNING tenant, subject, last
    )
    INSERT INTO outbox (event_id, tenant, topic, key, type, source, subject, sequence, time, causation_id,
                        traceparent, value, erasable)
    SELECT f.event_id, f.tenant, f.topic, f.key, f.type, f.source, f.subject,
           c.last - count(*) OVER same + row_number() OVER (same ORDER BY f.n),
           f.time, f.causation_id, f.traceparent, f.value, f.erasable
    FROM facts f JOIN counted c USING (tenant, subject) WINDOW same AS (PARTITION BY f.tenant, f.subject) ORDER BY f.n
    """
).bindparams(
    *(bindparam(name, type_=ARRAY(Text)) for name in ("event_id", "tenant", "topic", "type", "source", "subject")),
    *(bindparam(name, type_=ARRAY(Text)) for name in ("causation_id", "traceparent")),
    *(bindparam(name, type_=ARRAY(BYTEA)) for name in ("key", "value")),
    bindparam("time", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("erasable", type_=ARRAY(Boolean)),
)

_APPEND_UNNUMBERED = text(
    """
    INSERT INTO outbox (event_id, tenant, topic, key, type, source, subject, time, causation_id, traceparent,
                        value, erasable, extra_headers)
    VALUES (:event_id, :tenant, :topic, :key, :type, :source, :subject, :time, :causation_id, :traceparent,
            :value, :erasable, :extra_headers)
    """
).bindparams(bindparam("extra_headers", type_=JSONB))

_FIELDS = (
    "event_id",
    "tenant",
    "topic",
    "key",
    "type",
    "source",
    "subject",
    "time",
    "causation_id",
    "traceparent",
    "value",
    "erasable",
)


async def append(session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
    """Write rows in their order, numbering each subject's facts without a hole (`ce_sequence`)."""
    numbered = [row for row in rows if row.numbered]
    if numbered:
        await session.execute(_APPEND, {field: [getattr(row, field) for row in numbered] for field in _FIELDS})
    for row in rows:
        if not row.numbered:
            values = {field: getattr(row, field) for field in _FIELDS}
            await session.execute(_APPEND_UNNUMBERED, values | {"extra_headers": row.extra_headers})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A row of the outbox as the relay reads it."""

    position: int
    record: OutgoingRecord


def headers_of(row: dict[str, object]) -> list[tuple[str, bytes]]:
    """CloudEvents 1.0, Kafka binary mode, with the extensions tenant, sequence, causationid and traceparent."""
    time = row["time"]
    assert isinstance(time, datetime)
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": row["event_id"],
        "ce_type": row["type"],
        "ce_source": row["source"],
        "ce_subject": row["subject"],
        "ce_time": time.isoformat().replace("+00:00", "Z"),
        "ce_dataschema": f"holdfast:events/{row['type']}/schema.json",
        "ce_tenant": row["tenant"],
        "ce_sequence": row["sequence"],
        "ce_causationid": row["causation_id"],
        "traceparent": row["traceparent"],
        "content-type": "application/json",
    }
    extra = row["extra_headers"] or {}
    extra = json.loads(extra) if isinstance(extra, str) else extra
    assert isinstance(extra, dict)
    present = {name: str(value) for name, value in (attributes | extra).items() if value is not None}
    return [(name, value.encode()) for name, value in present.items()]
