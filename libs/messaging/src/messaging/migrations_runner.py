"""Running a service's Alembic revisions, from the command line, a test or an image."""

import asyncio
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_LOCK = 0x686F6C64  # "hold": replicas that start together migrate one after the other


def driver_url(url: str) -> str:
    """The URL as SQLAlchemy wants it, whether the operator wrote `postgres:`, `postgresql:` or the driver's own."""
    for prefix in ("postgresql+asyncpg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+asyncpg://" + url.removeprefix(prefix)
    raise ValueError(f"a PostgreSQL URL is needed (postgresql://user:password@host:port/name), not {url!r}")


def _config(script_location: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(script_location))
    config.set_main_option("path_separator", "os")
    return config


async def _with_connection(url: str, work: Any) -> Any:
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


async def upgrade(url: str, script_location: Path, revision: str = "head") -> None:
    """Bring the database to `revision`, in one transaction, under a lock."""

    def work(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config = _config(script_location)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    await _with_connection(url, work)


async def downgrade(url: str, script_location: Path, revision: str) -> None:
    """Take the database back to `revision` (`base` for an empty one)."""

    def work(connection: Connection) -> None:
        config = _config(script_location)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    await _with_connection(url, work)


def head(script_location: Path) -> str | None:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(_config(script_location)).get_current_head()


async def current(url: str) -> str | None:
    """The revision that the database is at; None for an empty one."""

    def work(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    result: str | None = await _with_connection(url, work)
    return result


def run_online(context: Any, target_metadata: Any) -> None:
    """What a service's `migrations/env.py` calls: the connection comes from `upgrade`, never from a file."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=target_metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


def upgrade_now(url: str, script_location: Path, revision: str = "head") -> None:
    """`upgrade` for callers without an event loop."""
    asyncio.run(upgrade(url, script_location, revision))
