"""Venues, resources, guests, bookings, allocations, waitlist; messaging's and web's tables beside them.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op
from messaging.migration import create_messaging_tables, drop_messaging_tables
from sqlalchemy.dialects import postgresql
from web.schema import create_web_tables, drop_web_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_JSON = postgresql.JSONB(none_as_null=True)
_TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    # equality of tenant and resource inside a gist constraint needs it
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    create_messaging_tables(op)
    create_web_tables(op)
    _create_venue()
    _create_resource()
    _create_guest()
    _create_booking()
    _create_allocation()
    _create_waitlist_entry()
    _create_offer()


def downgrade() -> None:
    for table in ("offer", "waitlist_entry", "allocation", "booking", "guest", "resource", "venue"):
        op.drop_table(table)
    drop_web_tables(op)
    drop_messaging_tables(op)
    op.execute("DROP EXTENSION btree_gist")


def _create_venue() -> None:
    op.create_table(
        "venue",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trade", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("languages", _TEXTS, nullable=False),
        sa.Column("opening_hours", _JSON, nullable=True),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("card", _JSON, nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("trade IN ('restaurant', 'hotel', 'salon', 'trainer', 'builder')", name="venue_trade"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )


def _create_resource() -> None:
    op.create_table(
        "resource",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("capacity_min", sa.Integer(), nullable=False),
        sa.Column("capacity_max", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("tags", _TEXTS, nullable=False),
        sa.Column("joins", _TEXTS, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("1 <= capacity_min AND capacity_min <= capacity_max", name="resource_capacity"),
        sa.ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="resource_venue"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index("resource_of_venue", "resource", ["tenant_id", "venue_id", "capacity_max", "id"], unique=False)


def _create_guest() -> None:
    op.create_table(
        "guest",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("known_by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("erased_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "erased_at IS NULL OR (name = '' AND email IS NULL AND phone IS NULL)", name="guest_erased_wholly"
        ),
        sa.CheckConstraint("known_by IN ('id', 'email', 'phone', 'none')", name="guest_known_by"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index(
        "guest_email", "guest", ["tenant_id", "email"], unique=False, postgresql_where=sa.text("email IS NOT NULL")
    )
    op.create_index(
        "guest_known_by_email",
        "guest",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=sa.text("known_by = 'email'"),
    )
    op.create_index(
        "guest_known_by_phone",
        "guest",
        ["tenant_id", "phone"],
        unique=True,
        postgresql_where=sa.text("known_by = 'phone'"),
    )
    op.create_index(
        "guest_phone", "guest", ["tenant_id", "phone"], unique=False, postgresql_where=sa.text("phone IS NOT NULL")
    )


def _create_booking() -> None:
    op.create_table(
        "booking",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts_version", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("arrived_party", sa.Integer(), nullable=True),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("check_in", sa.Date(), nullable=True),
        sa.Column("check_out", sa.Date(), nullable=True),
        sa.Column("expected_by", _INSTANT, nullable=False),
        sa.Column("expected_at", _INSTANT, nullable=True),
        sa.Column("guarantee", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.Column("terms", _JSON, nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("resource_ids", _TEXTS, nullable=False),
        sa.Column("late_declared_by", sa.Text(), nullable=True),
        sa.Column("late_declared_at", _INSTANT, nullable=True),
        sa.Column("late_eta", _INSTANT, nullable=True),
        sa.Column("late_eta_changes", sa.Integer(), nullable=False),
        sa.Column("hold", _JSON, nullable=True),
        sa.Column("question", _JSON, nullable=True),
        sa.Column("release", _JSON, nullable=True),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("from_entry_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), nullable=False),
        sa.Column("confirmed_at", _INSTANT, nullable=False),
        sa.Column("arrived_at", _INSTANT, nullable=True),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("reopened_at", _INSTANT, nullable=True),
        sa.Column("cancelled_at", _INSTANT, nullable=True),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("guarantee IN ('none', 'card', 'prepaid')", name="booking_guarantee"),
        sa.CheckConstraint("state <> 'released' OR release IS NOT NULL", name="booking_release"),
        sa.CheckConstraint(
            "state IN ('confirmed', 'arrived', 'in_service', 'finished', 'cancelled', 'released', 'no_show')",
            name="booking_state",
        ),
        sa.CheckConstraint("(late_declared_by IS NULL) = (late_declared_at IS NULL)", name="booking_late"),
        sa.CheckConstraint("check_out > check_in", name="booking_nights"),
        sa.CheckConstraint("facts_version BETWEEN 1 AND version", name="booking_versions"),
        sa.CheckConstraint("party >= 1", name="booking_party"),
        sa.CheckConstraint("starts_at < ends_at", name="booking_period"),
        sa.ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="booking_venue"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index(
        "booking_code",
        "booking",
        ["tenant_id", "code"],
        unique=True,
        postgresql_where=sa.text("state IN ('confirmed', 'arrived', 'in_service', 'released')"),
    )
    op.create_index("booking_of_guest", "booking", ["tenant_id", "guest_id", "starts_at"], unique=False)
    op.create_index("booking_of_venue", "booking", ["tenant_id", "venue_id", "starts_at", "id"], unique=False)
    op.create_index("booking_updated", "booking", ["tenant_id", "updated_at"], unique=False)


def _create_allocation() -> None:
    op.create_table(
        "allocation",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("holder_kind", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("tenant_id"), "="),
            (sa.column("resource_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("live"),
            using="gist",
            name="allocation_no_overlap",
        ),
        sa.CheckConstraint("holder_kind IN ('booking', 'offer')", name="allocation_holder_kind"),
        sa.CheckConstraint("NOT isempty(during)", name="allocation_during"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "resource_id"], ["resource.tenant_id", "resource.id"], name="allocation_resource"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index("allocation_of_holder", "allocation", ["tenant_id", "holder_id"], unique=False)


def _create_waitlist_entry() -> None:
    op.create_table(
        "waitlist_entry",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("earliest", _INSTANT, nullable=False),
        sa.Column("latest", _INSTANT, nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("can_come_in_minutes", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("joined_at", _INSTANT, nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=True),
        sa.Column("booking_id", sa.Text(), nullable=True),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("(state = 'accepted') = (booking_id IS NOT NULL)", name="entry_booking"),
        sa.CheckConstraint("(state = 'offered') = (offer_id IS NOT NULL)", name="entry_offer"),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'accepted', 'left', 'ended')", name="entry_state"),
        sa.CheckConstraint("earliest <= latest", name="entry_window"),
        sa.CheckConstraint("party >= 1 AND duration_minutes >= 1 AND can_come_in_minutes >= 0", name="entry_numbers"),
        sa.ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="entry_venue"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index("entry_in_line", "waitlist_entry", ["tenant_id", "venue_id", "joined_at", "id"], unique=False)
    op.create_index("entry_of_guest", "waitlist_entry", ["tenant_id", "guest_id"], unique=False)


def _create_offer() -> None:
    op.create_table(
        "offer",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("freed_from", _INSTANT, nullable=False),
        sa.Column("freed_until", _INSTANT, nullable=False),
        sa.Column("resource_ids", _TEXTS, nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn', 'left')", name="offer_state"
        ),
        sa.CheckConstraint("starts_at < ends_at", name="offer_period"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"], ["waitlist_entry.tenant_id", "waitlist_entry.id"], name="offer_entry"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index(
        "offer_one_open", "offer", ["tenant_id", "entry_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
