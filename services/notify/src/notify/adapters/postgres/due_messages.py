"""Finding the next message that something can be done with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from notify.adapters.postgres.message_rows import from_row
from notify.domain.message import Message

# A message that waits for its contact or its terms is passed over until they are there or its moment has passed.
# Retries and leases run in real time, moments in business time.
_NEXT = text(
    """
    SELECT m.*, c.guest_id IS NOT NULL AS contact_heard, c.sealed, t.terms FROM message m
      LEFT JOIN guest_contact c ON c.tenant_id = m.tenant_id AND c.guest_id = m.guest_id
      LEFT JOIN booking_terms t ON t.tenant_id = m.tenant_id AND t.booking_id = m.booking_id
    WHERE m.status IN ('created','sending','temporary_failure')
      AND ((m.status = 'created' AND c.guest_id IS NOT NULL
              AND (m.waits_for_terms_until IS NULL OR m.waits_for_terms_until <= :now OR t.booking_id IS NOT NULL))
        OR (m.status = 'temporary_failure' AND m.retry_at <= clock_timestamp())
        OR (m.status = 'sending' AND m.lease_until <= clock_timestamp())
        OR (m.status <> 'sending' AND m.not_after <= :now))
    ORDER BY m.created_at, m.id
    LIMIT 1
    FOR UPDATE OF m SKIP LOCKED
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMessage:
    """A message, with what is known at this instant of its guest and its terms, in one reading."""

    message: Message
    contact_heard: bool
    sealed_contact: bytes | None
    terms: dict[str, str]


async def take_next(session: AsyncSession, now: datetime) -> DueMessage | None:
    """Lock the oldest message that can be sent, retried, taken over from a dead worker, or dropped.

    Several workers never get the same one. None if there is nothing to do.
    """
    row = (await session.execute(_NEXT, {"now": now})).mappings().one_or_none()
    return None if row is None else _due(row)


def _due(row: RowMapping) -> DueMessage:
    return DueMessage(
        message=from_row(row),
        contact_heard=row["contact_heard"],
        sealed_contact=row["sealed"],
        terms=row["terms"] or {},
    )
