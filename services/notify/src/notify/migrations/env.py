"""Alembic's entry point; the connection comes from `messaging.migrations_runner`."""

from alembic import context
from messaging import schema as messaging_schema
from messaging.migrations_runner import run_online
from web import schema as web_schema

from notify.adapters.postgres.rows import metadata

run_online(context, [metadata, messaging_schema.metadata, web_schema.metadata])
