"""Dead letters: what could not be applied leaves through the outbox, so that giving up is exactly once as well."""

import contextlib

import structlog

from messaging.broker import Record
from messaging.envelope import PoisonRecord, read_envelope
from messaging.ids import new_id
from messaging.inbox import remember
from messaging.outbox import OutboxRow
from messaging.transaction import Transaction

log = structlog.get_logger()


def dead_letter_topic(topic: str) -> str:
    """Where a topic's dead letters go."""
    return f"{topic}.dlq"


async def dead_letter(transaction: Transaction, record: Record, *, error: Exception, attempts: int, group: str) -> None:
    """Put the record, as it came, on `<topic>.dlq` with where it lay and why; note it as heard."""
    headers = {name: value.decode(errors="backslashreplace") for name, value in record.headers.items()}
    with contextlib.suppress(PoisonRecord):  # without a readable id there is nothing to remember
        await remember(transaction, [read_envelope(record).id])
    origin = record.partition
    where = {
        "dlq_group": group,
        "dlq_topic": origin.topic,
        "dlq_partition": str(origin.number),
        "dlq_offset": str(record.offset),
        "dlq_error": type(error).__name__,
        "dlq_detail": str(error)[:500].encode("ascii", errors="backslashreplace").decode(),
        "dlq_attempts": str(attempts),
        "dlq_original_id": headers.get("ce_id", ""),
    }
    row = OutboxRow(
        event_id=new_id("dlq"),
        tenant=headers.get("ce_tenant", ""),
        topic=dead_letter_topic(origin.topic),
        key=record.key,
        type=headers.get("ce_type", "unreadable"),
        source=headers.get("ce_source", "unknown"),
        subject=headers.get("ce_subject", ""),
        time=transaction.now,
        causation_id=headers.get("ce_id"),
        traceparent=headers.get("traceparent"),
        value=record.value,
        extra_headers=headers | where,
        numbered=False,
        erasable=True,
    )
    transaction.publish_row(row)
    log.error("dead_letter", **where)
