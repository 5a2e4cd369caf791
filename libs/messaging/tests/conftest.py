"""A database with messaging's own tables, and a recorder of what reactions saw."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from messaging import schema
from messaging.database import Database
from sqlalchemy import text


@pytest.fixture
async def database(postgres_server: str) -> AsyncIterator[Database]:
    """A fresh database of this test's own, with the tables of messaging and nothing else."""
    name = f"messaging_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f'CREATE DATABASE "{name}"')
    database = Database(postgres_server.rsplit("/", 1)[0] + f"/{name}", source="shop", pool_size=20)
    async with database.engine.begin() as connection:
        await connection.run_sync(schema.metadata.create_all)
        for statement in schema.FUNCTIONS:
            await connection.execute(text(statement))
        await connection.execute(
            text("CREATE TABLE effect (event_id text, n int, at timestamptz DEFAULT clock_timestamp())")
        )
        await connection.execute(text("CREATE TABLE shelf (id text PRIMARY KEY, n int NOT NULL)"))
    yield database
    await database.close()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()
