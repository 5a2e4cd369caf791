"""Alembic's entry for the test service."""

from alembic import context
from messaging.migrations_runner import run_online

run_online(context, None)
