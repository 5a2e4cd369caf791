"""Venues, rule versions, bookings, decisions, standing; messaging's and web's tables beside them.

Revision: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from messaging.migration import create_messaging_tables, drop_messaging_tables
from sqlalchemy.dialects import postgresql
from web.schema import create_web_tables, drop_web_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Alembic's `op` is a module that behaves as its Operations
_operations: Any = op
_INSTANT = sa.DateTime(timezone=True)
_JSON = postgresql.JSONB(none_as_null=True)


def upgrade() -> None:
    create_messaging_tables(_operations)
    create_web_tables(op)
    _create_venue()
    _create_rule_version()
    _create_booking()
    _create_decision()
    _create_guest()
    _create_standing_cause()


def downgrade() -> None:
    for table in ("standing_cause", "guest", "decision", "booking", "rule_version", "venue"):
        op.drop_table(table)
    drop_web_tables(op)
    drop_messaging_tables(_operations)


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, _INSTANT, nullable=nullable)


def _create_venue() -> None:
    op.create_table(
        "venue",
        _text("tenant_id"),
        _text("id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("name"),
        _text("trade"),
        _text("time_zone"),
        sa.Column("hold_hour", sa.Integer(), nullable=False),
        sa.Column("stale_after_minutes", sa.Integer(), nullable=False),
        _instant("heard_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )


def _create_rule_version() -> None:
    op.create_table(
        "rule_version",
        _text("tenant_id"),
        _text("id"),
        _text("venue_id"),
        _text("decision"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("hash"),
        _text("canonical"),
        sa.Column("card", _JSON, nullable=False),
        _instant("published_at"),
        _text("published_by"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.CheckConstraint("number >= 1", name="rule_version_number_from_one"),
        sa.CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name="rule_version_hash_is_sha256"),
    )
    columns = ["tenant_id", "venue_id", "decision", "number"]
    op.create_index("rule_version_number", "rule_version", columns, unique=True)


def _create_booking() -> None:
    op.create_table(
        "booking",
        _text("tenant_id"),
        _text("id"),
        _text("venue_id"),
        _text("guest_id"),
        sa.Column("snapshot", _JSON, nullable=False),
        sa.Column("was_walk_in", sa.Boolean(), nullable=False),
        _text("pinned_version_id", nullable=True),
        _text("hold"),
        sa.Column("promise", _JSON, nullable=True),
        _instant("told_eta", nullable=True),
        _instant("floor_until", nullable=True),
        _text("decision_id", nullable=True),
        _instant("heard_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.CheckConstraint(
            "hold IN ('none', 'kept', 'asked_staff', 'release_decided', 'over')", name="booking_hold_state"
        ),
    )
    op.create_index("booking_guest", "booking", ["tenant_id", "guest_id"])


def _create_decision() -> None:
    op.create_table(
        "decision",
        _text("tenant_id"),
        _text("id"),
        _text("booking_id"),
        _text("venue_id"),
        _text("decision"),
        _text("outcome"),
        _text("kind"),
        _instant("as_of"),
        _instant("made_at"),
        sa.Column("record", _JSON, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        _instant("keep_until", nullable=True),
        sa.Column("closed", _JSON, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.CheckConstraint("outcome IN ('hold', 'release', 'ask_staff')", name="decision_outcome"),
    )
    op.create_index("decision_of_booking", "decision", ["tenant_id", "booking_id", "id"])
    op.create_index("decision_of_venue", "decision", ["tenant_id", "venue_id", "id"])
    where = sa.text("waiting")
    op.create_index("decision_waiting", "decision", ["tenant_id", "id"], postgresql_where=where)


def _create_guest() -> None:
    op.create_table(
        "guest",
        _text("tenant_id"),
        _text("id"),
        _text("standing"),
        _instant("changed_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.CheckConstraint("standing IN ('watch', 'new', 'regular')", name="guest_standing"),
    )


def _create_standing_cause() -> None:
    op.create_table(
        "standing_cause",
        _text("tenant_id"),
        _text("guest_id"),
        _text("booking_id"),
        _text("kind"),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "guest_id", "booking_id", "kind"),
        sa.CheckConstraint("kind IN ('arrival', 'late_release')", name="standing_cause_kind"),
    )
