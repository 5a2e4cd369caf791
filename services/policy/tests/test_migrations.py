"""Revisions forward and back, and no drift between them and the rows."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from messaging import schema as messaging_schema
from messaging.database import Database
from messaging.migrations_runner import current, downgrade, head, upgrade
from policy.adapters.tables import metadata
from policy.wiring import MIGRATIONS
from sqlalchemy import Connection, inspect
from web import schema as web_schema


async def tables_of(url: str) -> set[str]:
    database = Database(url, source="policy")
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await database.close()
    return set(names) - {"alembic_version"}


async def test_forward_back_and_forward_again(empty_database_url: str) -> None:
    await upgrade(empty_database_url, MIGRATIONS)
    assert await current(empty_database_url) == head(MIGRATIONS)
    full = await tables_of(empty_database_url)
    assert {"venue", "rule_version", "booking", "decision", "guest", "standing_cause", "outbox"} <= full
    await downgrade(empty_database_url, MIGRATIONS, "base")
    assert await tables_of(empty_database_url) == set()
    await upgrade(empty_database_url, MIGRATIONS)
    assert await tables_of(empty_database_url) == full


async def test_the_rows_are_what_the_revisions_made(empty_database_url: str) -> None:
    await upgrade(empty_database_url, MIGRATIONS)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        every = [metadata, messaging_schema.metadata, web_schema.metadata]
        return list(compare_metadata(context, every))  # type: ignore[arg-type]

    database = Database(empty_database_url, source="policy")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rule_version SET number = 0",
        "UPDATE rule_version SET hash = 'nonsense'",
        "INSERT INTO guest VALUES ('t', 'g', 'friend', now())",
        "INSERT INTO standing_cause VALUES ('t', 'g', 'b', 'mood', now(), NULL)",
    ],
)
async def test_the_database_refuses_what_the_service_would_never_write(empty_database_url: str, statement: str) -> None:
    await upgrade(empty_database_url, MIGRATIONS)
    database = Database(empty_database_url, source="policy")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO rule_version VALUES ('t', 'r', 'v', 'd', 1, repeat('0', 64), '{}', '{}', now(), 'x')"
        )
    with pytest.raises(Exception, match="violates check constraint"):
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(statement)
    await database.close()
