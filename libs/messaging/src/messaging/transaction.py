"""One database transaction, with the facts and timers that leave with it or not at all."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from messaging.event import PublishedEvent
from messaging.ids import new_id
from messaging.outbox import OutboxRow, append


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a transaction runs: the event or request that led to it, and the trace it belongs to."""

    causation_id: str | None = None
    traceparent: str | None = None


NO_CAUSE = Cause()

_SET_TIMERS = text(
    """
    INSERT INTO timer (kind, key, tenant, fire_at, payload)
    SELECT * FROM unnest(:kinds, :keys, :tenants, :fire_ats, CAST(:payloads AS jsonb[]))
        AS t(kind, key, tenant, fire_at, payload) ORDER BY kind, key
    ON CONFLICT (kind, key) DO UPDATE SET fire_at = EXCLUDED.fire_at, payload = EXCLUDED.payload,
        attempts = 0, next_try_at = NULL, dead_at = NULL, error = NULL
    """
).bindparams(
    *(bindparam(name, type_=ARRAY(Text)) for name in ("kinds", "keys", "tenants", "payloads")),
    bindparam("fire_ats", type_=ARRAY(TIMESTAMP(timezone=True))),
)
# A timer that is firing at this moment holds its row and waits for what we hold: waiting for it would be a deadlock.
# It is only a question, and will see what we have done.
_CANCEL_TIMERS = text(
    """
    DELETE FROM timer USING (
        SELECT kind, key FROM timer JOIN unnest(:kinds, :keys) AS t(kind, key) USING (kind, key)
        FOR UPDATE OF timer SKIP LOCKED
    ) AS idle
    WHERE timer.kind = idle.kind AND timer.key = idle.key
    """
).bindparams(*(bindparam(name, type_=ARRAY(Text)) for name in ("kinds", "keys")))

_FORGET_TOLD = text("DELETE FROM outbox WHERE erasable AND tenant = :tenant AND subject = :subject")


@dataclass(frozen=True, slots=True)
class _NewTimer:
    tenant: str
    fire_at: datetime
    payload: str


class Transaction:
    """Opened by `Database.transaction()`, which commits it in one place.

    `now` is the business time, read once from the database. `cause` is set anew by the consumer for each event
    that shares the transaction.
    """

    def __init__(self, session: AsyncSession, *, now: datetime, source: str, cause: Cause) -> None:
        self.session = session
        self.now = now
        self.cause = cause
        self._source = source
        self._rows: list[OutboxRow] = []
        self._timers: dict[tuple[str, str], _NewTimer | None] = {}
        self._after_commit: list[Callable[[], None]] = []

    @property
    def publishes(self) -> bool:
        """Whether facts leave with this transaction."""
        return bool(self._rows)

    @property
    def sets_timers(self) -> bool:
        """Whether timers are set by this transaction."""
        return any(self._timers.values())

    def publish(self, event: PublishedEvent, *, tenant: str) -> str:
        """Let a fact leave with this transaction; returns the event's id."""
        row = OutboxRow(
            event_id=new_id("evt"),
            tenant=tenant,
            topic=event.topic,
            key=event.key(tenant).encode(),
            type=event.type,
            source=self._source,
            subject=event.subject,
            time=self.now,
            causation_id=self.cause.causation_id,
            traceparent=self.cause.traceparent,
            value=None if event.tombstone else event.model_dump_json().encode(),
            erasable=event.erasable,
        )
        self._rows.append(row)
        return row.event_id

    def publish_row(self, row: OutboxRow) -> None:
        """Let a record leave that is not an event of ours, such as a dead letter."""
        self._rows.append(row)

    def set_timer(
        self,
        kind: str,
        key: str,
        *,
        tenant: str,
        fire_at: datetime,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask to be woken at `fire_at` (business time). Replaces the timer of the same kind and key."""
        self._timers[(kind, key)] = _NewTimer(tenant, fire_at, json.dumps(payload or {}))

    def cancel_timer(self, kind: str, key: str) -> None:
        """Forget the timer; nothing happens if there is none."""
        self._timers[(kind, key)] = None

    async def forget_told(self, subject: str, *, tenant: str) -> None:
        """Remove the subject's erasable events from the retained log, so that no replay can tell them again.

        What was not sent yet is never sent; the hole in the numbering is counted at the hearer and harmless.
        """
        await self.session.execute(_FORGET_TOLD, {"tenant": tenant, "subject": subject})

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call this once the transaction has become durable. It must not raise or wait."""
        self._after_commit.append(call)

    async def flush_facts(self) -> None:
        """Write the timers and facts collected so far. The runner calls it once, just before the commit."""
        await self.session.flush()
        await self._flush_timers()
        if self._rows:
            await append(self.session, self._rows)

    async def _flush_timers(self) -> None:
        new = {name: timer for name, timer in self._timers.items() if timer is not None}
        gone = [name for name, timer in self._timers.items() if timer is None]
        if gone:
            values = {"kinds": [kind for kind, _ in gone], "keys": [key for _, key in gone]}
            await self.session.execute(_CANCEL_TIMERS, values)
        if new:
            await self.session.execute(
                _SET_TIMERS,
                {
                    "kinds": [kind for kind, _ in new],
                    "keys": [key for _, key in new],
                    "tenants": [timer.tenant for timer in new.values()],
                    "fire_ats": [timer.fire_at for timer in new.values()],
                    "payloads": [timer.payload for timer in new.values()],
                },
            )

    def committed(self) -> None:
        """Run what waits for the commit. The runner calls it."""
        for call in self._after_commit:
            call()
