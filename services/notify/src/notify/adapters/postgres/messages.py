"""Messages as rows: written once, withdrawn when overtaken, saved as their life goes on."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notify.adapters.postgres.message_rows import changes_to_row, from_row, to_row
from notify.adapters.postgres.rows import AttemptRow, MessageRow, table_of
from notify.domain.kinds import UNSENT, Kind, Status
from notify.domain.message import Message
from notify.domain.overtaken import Promise

TABLE = table_of(MessageRow)
_ATTEMPTS = table_of(AttemptRow)
_UNSENT = sorted(UNSENT)


class Messages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, message: Message) -> bool:
        """Write a new message. False, and nothing is written, if this change was told to this guest before."""
        statement = (
            insert(TABLE)
            .values(**to_row(message))
            .on_conflict_do_nothing(index_elements=["tenant_id", "event_id", "guest_id", "kind", "copy_number"])
            .returning(TABLE.c.id)
        )
        return (await self._session.execute(statement)).one_or_none() is not None

    async def save(
        self, message: Message, *, lease: timedelta | None = None, retry_in: timedelta | None = None, **columns: Any
    ) -> None:
        """Write what has changed. `lease` and `retry_in` count from the database's real time."""
        values = changes_to_row(message) | columns
        values["lease_until"] = None if lease is None else func.clock_timestamp() + lease
        values["retry_at"] = None if retry_in is None else func.clock_timestamp() + retry_in
        await self._session.execute(
            update(TABLE).where(TABLE.c.tenant_id == message.tenant, TABLE.c.id == message.id).values(**values)
        )

    async def note_withdrawal(self, message: Message) -> None:
        """Mark a message that a worker is just sending; its lease stays."""
        await self._session.execute(
            update(TABLE)
            .where(TABLE.c.tenant_id == message.tenant, TABLE.c.id == message.id)
            .values(withdrawn=message.withdrawn)
        )

    async def lock(self, tenant: str, message_id: str) -> Message | None:
        """The message, locked until the transaction ends."""
        return await self._one(
            select(TABLE).where(TABLE.c.tenant_id == tenant, TABLE.c.id == message_id).with_for_update()
        )

    async def lock_unsent(
        self, tenant: str, kinds: Collection[Kind], *, booking_id: str | None = None, entry_id: str | None = None
    ) -> list[Message]:
        """The messages about this booking or entry that may still reach the guest, locked."""
        about = TABLE.c.booking_id == booking_id if booking_id is not None else TABLE.c.entry_id == entry_id
        statement = (
            select(TABLE)
            .where(TABLE.c.tenant_id == tenant, about, TABLE.c.kind.in_(sorted(kinds)), TABLE.c.status.in_(_UNSENT))
            .order_by(TABLE.c.id)
            .with_for_update()
        )
        return await self._all(statement)

    async def lock_unsent_to(self, tenant: str, guest_id: str) -> list[Message]:
        """The messages to this guest that may still be sent, locked."""
        statement = (
            select(TABLE)
            .where(TABLE.c.tenant_id == tenant, TABLE.c.guest_id == guest_id, TABLE.c.status.in_(_UNSENT))
            .order_by(TABLE.c.id)
            .with_for_update()
        )
        return await self._all(statement)

    async def lock_copies(self, message: Message) -> list[Message]:
        """The message and everything that was sent again of it, locked."""
        statement = (
            select(TABLE)
            .where(
                TABLE.c.tenant_id == message.tenant,
                TABLE.c.event_id == message.event_id,
                TABLE.c.guest_id == message.guest_id,
                TABLE.c.kind == message.kind.value,
            )
            .order_by(TABLE.c.id)
            .with_for_update()
        )
        return await self._all(statement)

    async def blank_copies_to(self, tenant: str, guest_id: str) -> None:
        """Forget what was written to a guest: the rendered copies, and the facts with their free words."""
        await self._session.execute(
            update(TABLE)
            .where(TABLE.c.tenant_id == tenant, TABLE.c.guest_id == guest_id)
            .values(rendered=None, facts={})
        )

    async def last_of(
        self, tenant: str, kinds: Collection[Kind], *, booking_id: str | None = None, entry_id: str | None = None
    ) -> list[Message]:
        """Messages of these kinds about this booking or entry, the newest first, locked.

        The lock is the meeting point with a worker that is just taking the message: one of the two sees the other.
        """
        about = TABLE.c.booking_id == booking_id if booking_id is not None else TABLE.c.entry_id == entry_id
        statement = (
            select(TABLE)
            .where(TABLE.c.tenant_id == tenant, about, TABLE.c.kind.in_(sorted(kinds)))
            .order_by(TABLE.c.id.desc())
            .limit(20)
            .with_for_update()
        )
        return await self._all(statement)

    async def last_promise(self, tenant: str, booking_id: str) -> Promise | None:
        """What a late guest was told last, or is about to be told; None if nothing."""
        for message in await self.last_of(tenant, {Kind.HELD, Kind.STAFF_ANSWERED}, booking_id=booking_id):
            facts = message.facts
            if message.status is Status.DROPPED or facts.until is None or facts.booking is None:
                continue
            return Promise(
                until=facts.until, eta_beyond_rules=facts.eta_beyond_rules, expected_by=facts.booking.expected_by
            )
        return None

    async def note_attempt_and_lock(
        self, message: Message, *, outcome: str, code: int | None, reply: str
    ) -> Message | None:
        """Keep what the mail server said, and lock the message as it is now; one statement, because it is hot."""
        noted = (
            insert(_ATTEMPTS)
            .values(
                tenant_id=message.tenant,
                message_id=message.id,
                number=message.attempts,
                at=func.clock_timestamp(),
                outcome=outcome,
                code=code,
                reply=reply,
            )
            .on_conflict_do_nothing()
            .cte("noted")
        )
        as_it_is = select(TABLE).where(TABLE.c.tenant_id == message.tenant, TABLE.c.id == message.id)
        return await self._one(as_it_is.with_for_update().add_cte(noted))

    async def _one(self, statement: Any) -> Message | None:
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def _all(self, statement: Any) -> list[Message]:
        return [from_row(row) for row in (await self._session.execute(statement)).mappings()]
