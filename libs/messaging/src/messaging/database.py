"""One service's database: an engine, and the one place where transactions are committed."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from messaging.migrations_runner import driver_url
from messaging.transaction import NO_CAUSE, Cause, Transaction

_NOW = text("SELECT clock_now()")


def _nobody() -> None:
    return None


class Database:
    """Lazily connected. `source` names the service in the events that leave from here (`/booking`)."""

    def __init__(self, url: str, *, source: str, pool_size: int = 10) -> None:
        self.url = url
        self.source = f"/{source}"
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=5,
            pool_pre_ping=False,
            pool_use_lifo=True,  # few warm connections: each prepares every statement for itself
            hide_parameters=True,  # values may be contacts, and errors are logged
            connect_args={"timeout": 5, "server_settings": {"application_name": source}},
        )
        self.when_facts_were_written: Callable[[], None] = _nobody
        self.when_timers_were_set: Callable[[], None] = _nobody

    @asynccontextmanager
    async def transaction(self, cause: Cause = NO_CAUSE) -> AsyncIterator[Transaction]:
        """Open a transaction; commit it, with its facts, when the block ends well; else roll everything back.

        Raises what the commit raises: after the block a result is durable, or the caller has an exception.
        """
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            now = (await session.execute(_NOW)).scalar_one()
            transaction = Transaction(session, now=now, source=self.source, cause=cause)
            yield transaction
            await transaction.flush_facts()
            await session.commit()
        if transaction.publishes:
            self.when_facts_were_written()
        if transaction.sets_timers:
            self.when_timers_were_set()
        transaction.committed()

    async def set_clock_adjustable(self, adjustable: bool) -> None:
        """Allow or forbid moving the business clock; a clock that may not move runs with the database's."""
        async with self.engine.begin() as connection:
            await connection.execute(text("UPDATE clock SET adjustable = :a WHERE adjustable <> :a"), {"a": adjustable})

    async def close(self) -> None:
        """Close the pool's connections."""
        await self.engine.dispose()
