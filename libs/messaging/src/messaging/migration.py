"""Creating and dropping messaging's tables from a service's own Alembic revision."""

from typing import Any

from messaging import schema


def create_messaging_tables(op: Any) -> None:
    """Create outbox, inbox, sequences, timers and the business clock. Call it in the service's first revision."""
    schema.metadata.create_all(op.get_bind(), checkfirst=False)
    for statement in schema.FUNCTIONS:
        op.execute(statement)


def drop_messaging_tables(op: Any) -> None:
    """The way back of `create_messaging_tables`."""
    for statement in schema.DROP_FUNCTIONS:
        op.execute(statement)
    schema.metadata.drop_all(op.get_bind(), checkfirst=False)
