import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from messaging import schema as messaging_schema
from messaging.migrations_runner import current, downgrade, driver_url, head, upgrade
from notify.adapters.postgres.rows import metadata
from notify.wiring import MIGRATIONS
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from web import schema as web_schema


async def test_forward_and_back_leaves_nothing_and_the_models_do_not_drift(empty_database_url: str) -> None:
    await upgrade(empty_database_url, MIGRATIONS)
    assert await current(empty_database_url) == await asyncio.to_thread(head, MIGRATIONS)
    engine = create_async_engine(driver_url(empty_database_url))

    def differences(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        known = [metadata, messaging_schema.metadata, web_schema.metadata]
        return compare_metadata(context, known)  # type: ignore[arg-type]

    def tables(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()
    await downgrade(empty_database_url, MIGRATIONS, "base")
    async with engine.connect() as connection:
        assert await connection.run_sync(tables) == ["alembic_version"]
    await engine.dispose()
    await upgrade(empty_database_url, MIGRATIONS)
