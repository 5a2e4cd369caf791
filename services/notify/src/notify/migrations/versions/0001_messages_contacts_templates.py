"""Messages and their attempts, contacts, what was heard of bookings, tenants' templates.

Revision ID: 0001
Revises:
"""

from typing import Any, cast

import sqlalchemy as sa
from alembic import op
from alembic.operations import Operations
from messaging.migration import create_messaging_tables, drop_messaging_tables
from sqlalchemy.dialects.postgresql import JSONB
from web.schema import create_web_tables, drop_web_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_UNSENT = "status IN ('created','sending','temporary_failure')"
_STATUSES = "'created','sending','sent','delivered','temporary_failure','permanent_failure','dropped'"


def _text(name: str, **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=options.pop("nullable", False), **options)


def _instant(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _integer(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    create_messaging_tables(cast(Operations, op))
    create_web_tables(op)
    _create_contacts_and_bookings()
    _create_messages()
    op.create_table(
        "delivery_attempt",
        _text("tenant_id", primary_key=True),
        _text("message_id", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _instant("at"),
        _text("outcome"),
        sa.Column("code", sa.Integer(), nullable=True),
        _text("reply"),
    )
    op.create_table(
        "template_version",
        _text("tenant_id", primary_key=True),
        _text("kind", primary_key=True),
        _text("language", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _text("id"),
        _text("subject"),
        _text("text"),
        _instant("published_at"),
        _text("published_by"),
    )
    op.create_index("template_id", "template_version", ["tenant_id", "id"], unique=True)


def _create_contacts_and_bookings() -> None:
    op.create_table(
        "guest_contact",
        _text("tenant_id", primary_key=True),
        _text("guest_id", primary_key=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _instant("erased_at", nullable=True),
        sa.CheckConstraint("erased_at IS NULL OR sealed IS NULL", name="erased_is_empty"),
    )
    op.create_table(
        "booking_seen",
        _text("tenant_id", primary_key=True),
        _text("booking_id", primary_key=True),
        _integer("version"),
        sa.Column("snapshot", JSONB(), nullable=False),
    )
    op.create_table(
        "booking_terms",
        _text("tenant_id", primary_key=True),
        _text("booking_id", primary_key=True),
        _text("terms_version"),
        sa.Column("terms", JSONB(), nullable=False),
    )


def _create_messages() -> None:
    texts = ("kind", "status", "guest_id", "venue_id")
    op.create_table(
        "message",
        _text("tenant_id", primary_key=True),
        _text("id", primary_key=True),
        *(_text(name) for name in texts),
        _text("booking_id", nullable=True),
        _text("entry_id", nullable=True),
        _text("language"),
        _text("event_id"),
        _integer("copy_number"),
        _text("template"),
        sa.Column("facts", JSONB(), nullable=False),
        _instant("created_at"),
        _instant("not_after"),
        _instant("waits_for_terms_until", nullable=True),
        sa.Column("with_terms", sa.Boolean(), nullable=False),
        _integer("attempts"),
        _instant("lease_until", nullable=True),
        _instant("retry_at", nullable=True),
        _text("withdrawn", nullable=True),
        _text("reason", nullable=True),
        _text("detail", nullable=True),
        _instant("ended_at", nullable=True),
        sa.Column("rendered", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name="known_status"),
        sa.CheckConstraint("(booking_id IS NULL) <> (entry_id IS NULL)", name="about_one_thing"),
        sa.CheckConstraint("attempts >= 0 AND copy_number >= 0", name="counts"),
    )
    once = ["tenant_id", "event_id", "guest_id", "kind", "copy_number"]
    op.create_index("message_once", "message", once, unique=True)
    for about in ("booking", "entry", "guest"):
        op.create_index(f"message_of_{about}", "message", ["tenant_id", f"{about}_id", "id"])
    op.create_index("message_created", "message", ["created_at"], postgresql_using="brin")
    op.create_index("message_unsent", "message", ["created_at"], postgresql_where=sa.text(_UNSENT))


def downgrade() -> None:
    for table in (
        "template_version",
        "delivery_attempt",
        "message",
        "booking_terms",
        "booking_seen",
        "guest_contact",
    ):
        op.drop_table(table)
    drop_web_tables(op)
    drop_messaging_tables(cast(Operations, op))
