"""Everything that happened to the messages of a booking or a guest can be asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import RowMapping, select

from notify.adapters.postgres.rows import AttemptRow, MessageRow, table_of
from notify.adapters.rendering import open_copy
from notify.adapters.work import Work
from notify.domain.kinds import Status

_MESSAGES = table_of(MessageRow)
_ATTEMPTS = table_of(AttemptRow)
_PLAIN = [column for column in _MESSAGES.c if column.name not in {"facts", "rendered"}]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichMessages:
    """`venues` None: of all venues."""

    booking_id: str | None = None
    guest_id: str | None = None
    status: Status | None = None
    venues: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageInFull:
    """`copy` is what was sent, or None: not sent yet, or erased. `waits_for` is contact, terms, or None."""

    row: Mapping[str, Any]
    attempts: Sequence[Mapping[str, Any]]
    copy: Mapping[str, str] | None
    waits_for: Literal["contact", "terms"] | None


async def list_messages(
    work: Work, *, tenant: str, which: WhichMessages, before: str | None, limit: int
) -> list[RowMapping]:
    """At most `limit` messages, the newest first, older than the id `before`."""
    statement = select(*_PLAIN).where(_MESSAGES.c.tenant_id == tenant).order_by(_MESSAGES.c.id.desc()).limit(limit)
    if which.booking_id is not None:
        statement = statement.where(_MESSAGES.c.booking_id == which.booking_id)
    if which.guest_id is not None:
        statement = statement.where(_MESSAGES.c.guest_id == which.guest_id)
    if which.status is not None:
        statement = statement.where(_MESSAGES.c.status == which.status.value)
    if which.venues is not None:
        statement = statement.where(_MESSAGES.c.venue_id.in_(sorted(which.venues)))
    if before is not None:
        statement = statement.where(_MESSAGES.c.id < before)
    return list((await work.transaction.session.execute(statement)).mappings())


async def find_message(work: Work, *, tenant: str, message_id: str) -> MessageInFull | None:
    """One message with what was written and what the mail server said to it."""
    session = work.transaction.session
    one = select(*_PLAIN, _MESSAGES.c.rendered).where(_MESSAGES.c.tenant_id == tenant, _MESSAGES.c.id == message_id)
    row = (await session.execute(one)).mappings().one_or_none()
    if row is None:
        return None
    tries = (
        select(_ATTEMPTS.c.number, _ATTEMPTS.c.at, _ATTEMPTS.c.outcome, _ATTEMPTS.c.code, _ATTEMPTS.c.reply)
        .where(_ATTEMPTS.c.tenant_id == tenant, _ATTEMPTS.c.message_id == message_id)
        .order_by(_ATTEMPTS.c.number)
    )
    sealed: bytes | None = row["rendered"]
    sealer = work.desk.sealer
    return MessageInFull(
        row=dict(row),
        attempts=[dict(one) for one in (await session.execute(tries)).mappings()],
        copy=None if sealed is None else open_copy(sealed, tenant=tenant, message_id=message_id, sealer=sealer),
        waits_for=await _waits_for(row, work),
    )


async def _waits_for(row: RowMapping, work: Work) -> Literal["contact", "terms"] | None:
    if row["status"] != Status.CREATED:
        return None
    contact = await work.contacts.find(row["tenant_id"], row["guest_id"])
    if contact.contact is None and not contact.erased:
        return "contact"
    until: datetime | None = row["waits_for_terms_until"]
    if until is None or until <= work.now or await work.bookings.terms(row["tenant_id"], row["booking_id"]):
        return None
    return "terms"
