"""The schema goes forward and back, and is what the rows say."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from booking.adapters.tables import metadata
from booking.wiring import MIGRATIONS
from messaging import schema as messaging_schema
from messaging.migrations_runner import current, downgrade, driver_url, head, upgrade
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from web import schema as web_schema

T = TypeVar("T")


async def _ask(url: str, work: Callable[[Connection], list[T]]) -> list[T]:
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(work)
    await engine.dispose()
    return found


def _tables(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name != "alembic_version"]


def _drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    everything = [metadata, messaging_schema.metadata, web_schema.metadata]
    return list(compare_metadata(context, everything))  # type: ignore[arg-type]


async def test_forward_back_and_forward_again_ends_where_it_began(empty_database_url: str) -> None:
    for _ in range(2):
        await upgrade(empty_database_url, MIGRATIONS)
        assert await current(empty_database_url) == await asyncio.to_thread(head, MIGRATIONS)
        assert await _ask(empty_database_url, _drift) == []
        await downgrade(empty_database_url, MIGRATIONS, "base")
        assert await _ask(empty_database_url, _tables) == []
