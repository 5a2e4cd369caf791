"""The relay: rows of the outbox to the broker, in order, by one active relay per database."""

from collections.abc import Sequence

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from messaging.broker import Broker, OutgoingRecord, Publisher, PublisherBroken
from messaging.database import Database
from messaging.outbox import StoredRecord, headers_of

log = structlog.get_logger()

_BATCH = 500
_LOCK_KEY = 0x72656C6179  # "relay"; advisory locks are per database, so per service

_TRY_LOCK = text("SELECT pg_try_advisory_lock(:key)")
_UNSENT = text(
    "SELECT position, event_id, tenant, topic, key, type, source, subject, sequence, time, causation_id, traceparent,"
    " extra_headers, value FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT :batch"
)
# The feed is numbered here, by the single active relay, so that its order is the order in which rows became visible.
_MARK_SENT = text(
    """
    UPDATE outbox SET sent_at = clock_timestamp(), feed_position = numbered.feed_position
    FROM (SELECT position, nextval('outbox_feed_position') AS feed_position
          FROM (SELECT position FROM unnest(CAST(:positions AS bigint[])) AS p(position) ORDER BY position) AS o
         ) AS numbered
    WHERE outbox.position = numbered.position AND outbox.sent_at IS NULL
    """
)


class Relay:
    """Holds the lock on the very connection that it reads with: whoever loses the connection loses the lock.

    Rows are marked after the broker acknowledged them; what a crash leaves unmarked is sent again, and hearers drop it.
    """

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._connection: AsyncConnection | None = None
        self._publisher: Publisher | None = None

    async def run_once(self) -> bool:
        """Send what is unsent, at most one batch. True if there may be more."""
        try:
            if not await self._is_active():
                return False
            records = await self._unsent()
            if not records:
                return False
            await self._send(records)
            await self._mark_sent(records)
        except (SQLAlchemyError, OSError):
            await self._let_go_of_database()
            raise
        return True

    async def close(self) -> None:
        """Let another relay take over."""
        await self._let_go_of_database()
        await self._let_go_of_publisher()

    async def _is_active(self) -> bool:
        if self._connection is not None:
            return True
        connection = await self._database.engine.connect()
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if (await connection.execute(_TRY_LOCK, {"key": _LOCK_KEY})).scalar_one():
            self._connection = connection
            return True
        await connection.close()
        return False

    async def _unsent(self) -> list[StoredRecord]:
        assert self._connection is not None
        rows = (await self._connection.execute(_UNSENT, {"batch": _BATCH})).mappings().all()
        return [
            StoredRecord(
                position=row["position"],
                record=OutgoingRecord(
                    topic=row["topic"], key=row["key"], value=row["value"], headers=headers_of(dict(row))
                ),
            )
            for row in rows
        ]

    async def _send(self, records: Sequence[StoredRecord]) -> None:
        if self._publisher is None:
            self._publisher = await self._broker.open_publisher()
        try:
            await self._publisher.publish([stored.record for stored in records])
        except PublisherBroken as error:
            log.warning("publisher_rebuilt", reason=str(error)[:300])
            await self._let_go_of_publisher()
            raise

    async def _mark_sent(self, records: Sequence[StoredRecord]) -> None:
        assert self._connection is not None
        await self._connection.execute(_MARK_SENT, {"positions": [stored.position for stored in records]})

    async def _let_go_of_database(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # The lock belongs to the session, so the session must end: never give it back to the pool.
            await connection.invalidate()
            await connection.close()

    async def _let_go_of_publisher(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            await publisher.close()
