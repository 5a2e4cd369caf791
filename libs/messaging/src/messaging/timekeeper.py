"""The timekeeper: durable timers, each fired in the transaction that also holds its effect."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import text

from messaging.database import Database
from messaging.failures import is_database_away
from messaging.metrics import Counters
from messaging.reactions import DueTimer, TimerReaction
from messaging.transaction import Transaction

log = structlog.get_logger()
W = TypeVar("W")

_BATCH = 50
_GIVE_UP_AFTER = 8

_ANY_DUE = text(
    "SELECT EXISTS (SELECT 1 FROM timer WHERE dead_at IS NULL AND fire_at <= clock_now()"
    " AND (next_try_at IS NULL OR next_try_at <= clock_timestamp()))"
)
# Taken by deleting: whoever rolls back gives them back, whoever crashes too.
_TAKE = text(
    """
    DELETE FROM timer USING (
        SELECT kind, key FROM timer
        WHERE dead_at IS NULL AND fire_at <= clock_now() AND (next_try_at IS NULL OR next_try_at <= clock_timestamp())
        ORDER BY fire_at LIMIT :batch FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE timer.kind = due.kind AND timer.key = due.key
    RETURNING timer.kind, timer.key, timer.tenant, timer.fire_at, timer.payload, timer.attempts
    """
)
_BACK_OFF = text(
    """
    UPDATE timer SET attempts = attempts + 1, error = :error,
        next_try_at = clock_timestamp() + least(interval '1 second' * (2 ^ attempts), interval '5 minutes'),
        dead_at = CASE WHEN attempts + 1 >= :limit THEN clock_timestamp() END
    WHERE kind = :kind AND key = :key AND fire_at = :fire_at
    """
)


class PoisonTimer(Exception):
    """A timer's reaction failed; carries which timer it was."""

    def __init__(self, timer: DueTimer, cause: Exception) -> None:
        super().__init__(f"{timer.kind} {timer.key}: {type(cause).__name__}: {cause}")
        self.timer = timer
        self.cause = cause


class Timekeeper(Generic[W]):
    """Competing pollers are safe: a due timer is taken with SKIP LOCKED. Oldest first, never early, never skipped."""

    def __init__(
        self,
        *,
        database: Database,
        reactions: Sequence[TimerReaction[W]],
        open_work: Callable[[Transaction], W],
        counters: Counters,
        may_fire: Callable[[], Awaitable[bool]],
    ) -> None:
        self._database = database
        self._reactions = {reaction.kind: reaction for reaction in reactions}
        self._open_work = open_work
        self._counters = counters
        self._may_fire = may_fire

    async def run_once(self) -> bool:
        """Fire what is due, at most one batch. True if something fired and there may be more."""
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not (await connection.execute(_ANY_DUE)).scalar_one():
                return False
        if not await self._may_fire():
            return False
        try:
            return await self._fire(_BATCH)
        except PoisonTimer:
            return await self._fire_one_by_one()

    async def _fire_one_by_one(self) -> bool:
        for _ in range(_BATCH):
            try:
                if not await self._fire(1):
                    break
            except PoisonTimer as error:
                await self._back_off(error)
        return True

    async def _fire(self, batch: int) -> bool:
        async with self._database.transaction() as transaction:
            rows = (await transaction.session.execute(_TAKE, {"batch": batch})).mappings().all()
            for row in sorted(rows, key=lambda row: row["fire_at"]):
                await self._ask(transaction, due_timer(dict(row)))
        self._counters.timers_fired.inc(len(rows))
        return bool(rows)

    async def _ask(self, transaction: Transaction, timer: DueTimer) -> None:
        reaction = self._reactions.get(timer.kind)
        try:
            if reaction is None:
                raise LookupError(f"nobody reacts to timers of kind {timer.kind!r}")
            await reaction.react(timer, self._open_work(transaction))
            await transaction.session.flush()
        except Exception as error:
            if is_database_away(error):
                raise
            raise PoisonTimer(timer, error) from error

    async def _back_off(self, error: PoisonTimer) -> None:
        timer = error.timer
        log.error(
            "timer_failed",
            kind=timer.kind,
            key=timer.key,
            attempts=timer.attempts + 1,
            detail=str(error)[:300],
        )
        async with self._database.transaction() as transaction:
            await transaction.session.execute(
                _BACK_OFF,
                {
                    "kind": timer.kind,
                    "key": timer.key,
                    "fire_at": timer.fire_at,
                    "error": str(error)[:500],
                    "limit": _GIVE_UP_AFTER,
                },
            )


def due_timer(row: dict[str, Any]) -> DueTimer:
    """A timer from its row."""
    payload = row["payload"]
    return DueTimer(
        kind=row["kind"],
        key=row["key"],
        tenant=row["tenant"],
        fire_at=row["fire_at"],
        payload=json.loads(payload) if isinstance(payload, str) else payload,
        attempts=row["attempts"],
    )
