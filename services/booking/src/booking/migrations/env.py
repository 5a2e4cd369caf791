"""Alembic's entry: the connection comes from messaging's runner, the metadata is ours, messaging's and web's."""

from alembic import context
from messaging import schema as messaging_schema
from messaging.migrations_runner import run_online
from web import schema as web_schema

from booking.adapters.tables import metadata

run_online(context, [metadata, messaging_schema.metadata, web_schema.metadata])
