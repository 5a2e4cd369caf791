"""The one table of libs/web: stored answers to requests with an Idempotency-Key."""

from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, MetaData, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

idempotency = Table(
    "idempotency",
    metadata,
    Column("tenant", Text, primary_key=True),
    # SHA-256 over subject, method, path and key: paths can hold signed tokens, which do not belong in a table.
    Column("key_hash", LargeBinary, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Index("idempotency_stored_at", "stored_at"),
)


def create_web_tables(op: Any) -> None:
    """Called by each service's first Alembic revision with Alembic's `op`."""
    metadata.create_all(op.get_bind(), checkfirst=False)


def drop_web_tables(op: Any) -> None:
    """The way back of `create_web_tables`."""
    metadata.drop_all(op.get_bind(), checkfirst=False)
