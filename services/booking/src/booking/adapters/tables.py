"""The rows. Neither the domain nor the API: a row validates nothing, so the database's own checks do."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# a registry of our own: three services may live in one process, each with its tables
metadata = MetaData()
LIVE_STATES = text("state IN ('confirmed', 'arrived', 'in_service', 'released')")


class Row(SQLModel, registry=registry(metadata=metadata)):
    """What all rows have: the tenant first in the key."""


def table_of(row: type[SQLModel]) -> Table:
    return cast(Table, inspect(row).local_table)


def _key() -> Any:
    return Field(primary_key=True, sa_type=Text)


def _text(nullable: bool = False) -> Any:
    return Field(sa_type=Text, nullable=nullable)


def _instant(nullable: bool = False) -> Any:
    return Field(sa_type=DateTime(timezone=True), nullable=nullable)


def _json(nullable: bool = True) -> Any:
    return Field(sa_type=JSONB(none_as_null=True), nullable=nullable)


def _texts() -> Any:
    return Field(sa_type=ARRAY(Text), nullable=False)


class VenueRow(Row, table=True):
    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint("trade IN ('restaurant', 'hotel', 'salon', 'trainer', 'builder')", name="venue_trade"),
    )
    tenant_id: str = _key()
    id: str = _key()
    version: int
    name: str = _text()
    trade: str = _text()
    time_zone: str = _text()
    currency: str = _text()
    languages: list[str] = _texts()
    opening_hours: dict[str, Any] | None = _json()
    settings: dict[str, Any] = _json(nullable=False)
    card: dict[str, Any] | None = _json()
    created_at: datetime = _instant()
    updated_at: datetime = _instant()


class ResourceRow(Row, table=True):
    __tablename__ = "resource"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="resource_venue"),
        CheckConstraint("1 <= capacity_min AND capacity_min <= capacity_max", name="resource_capacity"),
        Index("resource_of_venue", "tenant_id", "venue_id", "capacity_max", "id"),
    )
    tenant_id: str = _key()
    id: str = _key()
    venue_id: str = _text()
    version: int
    name: str = _text()
    kind: str = _text()
    capacity_min: int
    capacity_max: int
    area: str | None = _text(nullable=True)
    tags: list[str] = _texts()
    joins: list[str] = _texts()
    created_at: datetime = _instant()
    updated_at: datetime = _instant()


class GuestRow(Row, table=True):
    """Contacts. `known_by` says by what a guest without the caller's own id is found again."""

    __tablename__ = "guest"
    __table_args__ = (
        CheckConstraint("known_by IN ('id', 'email', 'phone', 'none')", name="guest_known_by"),
        CheckConstraint(
            "erased_at IS NULL OR (name = '' AND email IS NULL AND phone IS NULL)", name="guest_erased_wholly"
        ),
        Index("guest_email", "tenant_id", "email", postgresql_where=text("email IS NOT NULL")),
        Index("guest_phone", "tenant_id", "phone", postgresql_where=text("phone IS NOT NULL")),
        # the walls against two requests that both bring a new guest with the same address
        Index("guest_known_by_email", "tenant_id", "email", unique=True, postgresql_where=text("known_by = 'email'")),
        Index("guest_known_by_phone", "tenant_id", "phone", unique=True, postgresql_where=text("known_by = 'phone'")),
    )
    tenant_id: str = _key()
    id: str = _key()
    known_by: str = _text()
    name: str = _text()
    email: str | None = _text(nullable=True)
    phone: str | None = _text(nullable=True)
    language: str = _text()
    created_at: datetime = _instant()
    updated_at: datetime = _instant()
    erased_at: datetime | None = _instant(nullable=True)


class BookingRow(Row, table=True):
    __tablename__ = "booking"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="booking_venue"),
        CheckConstraint(
            "state IN ('confirmed', 'arrived', 'in_service', 'finished', 'cancelled', 'released', 'no_show')",
            name="booking_state",
        ),
        CheckConstraint("guarantee IN ('none', 'card', 'prepaid')", name="booking_guarantee"),
        CheckConstraint("party >= 1", name="booking_party"),
        CheckConstraint("starts_at < ends_at", name="booking_period"),
        CheckConstraint("check_out > check_in", name="booking_nights"),
        CheckConstraint("(late_declared_by IS NULL) = (late_declared_at IS NULL)", name="booking_late"),
        CheckConstraint("state <> 'released' OR release IS NOT NULL", name="booking_release"),
        CheckConstraint("facts_version BETWEEN 1 AND version", name="booking_versions"),
        Index("booking_code", "tenant_id", "code", unique=True, postgresql_where=LIVE_STATES),
        Index("booking_of_venue", "tenant_id", "venue_id", "starts_at", "id"),
        Index("booking_of_guest", "tenant_id", "guest_id", "starts_at"),
        Index("booking_updated", "tenant_id", "updated_at"),
    )
    tenant_id: str = _key()
    id: str = _key()
    venue_id: str = _text()
    guest_id: str = _text()
    code: str = _text()
    state: str = _text()
    version: int
    facts_version: int
    party: int
    arrived_party: int | None
    starts_at: datetime = _instant()
    ends_at: datetime = _instant()
    check_in: date | None
    check_out: date | None
    expected_by: datetime = _instant()
    expected_at: datetime | None = _instant(nullable=True)
    guarantee: str = _text()
    language: str = _text()
    terms_version: str | None = _text(nullable=True)
    terms: dict[str, Any] | None = _json()
    kind: str | None = _text(nullable=True)
    area: str | None = _text(nullable=True)
    resource_ids: list[str] = _texts()
    late_declared_by: str | None = _text(nullable=True)
    late_declared_at: datetime | None = _instant(nullable=True)
    late_eta: datetime | None = _instant(nullable=True)
    late_eta_changes: int
    hold: dict[str, Any] | None = _json()
    question: dict[str, Any] | None = _json()
    release: dict[str, Any] | None = _json()
    walk_in: bool
    from_entry_id: str | None = _text(nullable=True)
    source: str | None = _text(nullable=True)
    external_id: str | None = _text(nullable=True)
    notes: str | None = _text(nullable=True)
    meta: dict[str, Any] = Field(sa_column=Column("metadata", JSONB, nullable=False))
    confirmed_at: datetime = _instant()
    arrived_at: datetime | None = _instant(nullable=True)
    started_at: datetime | None = _instant(nullable=True)
    finished_at: datetime | None = _instant(nullable=True)
    reopened_at: datetime | None = _instant(nullable=True)
    cancelled_at: datetime | None = _instant(nullable=True)
    updated_at: datetime = _instant()


class AllocationRow(Row, table=True):
    """One resource taken for a period, by a booking or by an offer."""

    __tablename__ = "allocation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "resource_id"], ["resource.tenant_id", "resource.id"], name="allocation_resource"
        ),
        CheckConstraint("holder_kind IN ('booking', 'offer')", name="allocation_holder_kind"),
        CheckConstraint("NOT isempty(during)", name="allocation_during"),
        ExcludeConstraint(
            ("tenant_id", "="), ("resource_id", "="), ("during", "&&"),
            name="allocation_no_overlap", using="gist", where=text("live"),
        ),
        Index("allocation_of_holder", "tenant_id", "holder_id"),
    )  # fmt: skip
    tenant_id: str = _key()
    id: str = _key()
    resource_id: str = _text()
    holder_kind: str = _text()
    holder_id: str = _text()
    during: Range[datetime] = Field(sa_type=TSTZRANGE, nullable=False)
    live: bool


class EntryRow(Row, table=True):
    __tablename__ = "waitlist_entry"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "venue_id"], ["venue.tenant_id", "venue.id"], name="entry_venue"),
        CheckConstraint("state IN ('waiting', 'offered', 'accepted', 'left', 'ended')", name="entry_state"),
        CheckConstraint("(state = 'offered') = (offer_id IS NOT NULL)", name="entry_offer"),
        CheckConstraint("(state = 'accepted') = (booking_id IS NOT NULL)", name="entry_booking"),
        CheckConstraint("party >= 1 AND duration_minutes >= 1 AND can_come_in_minutes >= 0", name="entry_numbers"),
        CheckConstraint("earliest <= latest", name="entry_window"),
        Index("entry_in_line", "tenant_id", "venue_id", "joined_at", "id"),
        Index("entry_of_guest", "tenant_id", "guest_id"),
    )
    tenant_id: str = _key()
    id: str = _key()
    venue_id: str = _text()
    guest_id: str = _text()
    state: str = _text()
    version: int
    party: int
    earliest: datetime = _instant()
    latest: datetime = _instant()
    duration_minutes: int
    kind: str | None = _text(nullable=True)
    area: str | None = _text(nullable=True)
    can_come_in_minutes: int
    language: str = _text()
    joined_at: datetime = _instant()
    offer_id: str | None = _text(nullable=True)
    booking_id: str | None = _text(nullable=True)
    updated_at: datetime = _instant()


class OfferRow(Row, table=True):
    __tablename__ = "offer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "entry_id"], ["waitlist_entry.tenant_id", "waitlist_entry.id"], name="offer_entry"
        ),
        CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn', 'left')", name="offer_state"
        ),
        CheckConstraint("starts_at < ends_at", name="offer_period"),
        Index("offer_one_open", "tenant_id", "entry_id", unique=True, postgresql_where=text("state = 'open'")),
    )
    tenant_id: str = _key()
    id: str = _key()
    entry_id: str = _text()
    state: str = _text()
    starts_at: datetime = _instant()
    ends_at: datetime = _instant()
    expires_at: datetime = _instant()
    freed_from: datetime = _instant()
    freed_until: datetime = _instant()
    resource_ids: list[str] = _texts()
    made_at: datetime = _instant()
    answered_at: datetime | None = _instant(nullable=True)
