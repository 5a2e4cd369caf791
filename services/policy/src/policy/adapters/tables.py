"""The rows. Neither the domain nor the API: a row validates nothing, so the database's own checks do."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, DateTime, Index, MetaData, Table, Text, inspect, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# a registry of our own: three services may live in one process, each with its tables
metadata = MetaData()


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


def _json(nullable: bool = False) -> Any:
    return Field(sa_type=JSONB(none_as_null=True), nullable=nullable)


class VenueRow(Row, table=True):
    """A venue as policy has heard of it. `version` 0: known only from a booking's snapshot so far."""

    __tablename__ = "venue"
    tenant_id: str = _key()
    id: str = _key()
    version: int
    name: str = _text()
    trade: str = _text()
    time_zone: str = _text()
    hold_hour: int
    stale_after_minutes: int
    heard_at: datetime = _instant()


class RuleVersionRow(Row, table=True):
    """A published rule set: never changed, only followed by the next number."""

    __tablename__ = "rule_version"
    __table_args__ = (
        Index("rule_version_number", "tenant_id", "venue_id", "decision", "number", unique=True),
        CheckConstraint("number >= 1", name="rule_version_number_from_one"),
        CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name="rule_version_hash_is_sha256"),
    )
    tenant_id: str = _key()
    id: str = _key()
    venue_id: str = _text()
    decision: str = _text()
    number: int
    hash: str = _text()
    canonical: str = _text()
    card: dict[str, str] = _json()
    published_at: datetime = _instant()
    published_by: str = _text()


class BookingRow(Row, table=True):
    """A booking as policy has heard of it, the rules pinned to it, and the hold that runs."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_guest", "tenant_id", "guest_id"),
        CheckConstraint(
            "hold IN ('none', 'kept', 'asked_staff', 'release_decided', 'over')", name="booking_hold_state"
        ),
    )
    tenant_id: str = _key()
    id: str = _key()
    venue_id: str = _text()
    guest_id: str = _text()
    snapshot: dict[str, Any] = _json()
    was_walk_in: bool = Field(default=False)
    pinned_version_id: str | None = _text(nullable=True)
    hold: str = _text()
    promise: dict[str, Any] | None = _json(nullable=True)
    told_eta: datetime | None = _instant(nullable=True)
    floor_until: datetime | None = _instant(nullable=True)
    decision_id: str | None = _text(nullable=True)
    heard_at: datetime = _instant()


class DecisionRow(Row, table=True):
    """A decision as it was made. `record` is never changed; a question to staff is closed beside it."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("decision_of_booking", "tenant_id", "booking_id", "id"),
        Index("decision_of_venue", "tenant_id", "venue_id", "id"),
        Index("decision_waiting", "tenant_id", "id", postgresql_where=text("waiting")),
        CheckConstraint("outcome IN ('hold', 'release', 'ask_staff')", name="decision_outcome"),
    )
    tenant_id: str = _key()
    id: str = _key()
    booking_id: str = _text()
    venue_id: str = _text()
    decision: str = _text()
    outcome: str = _text()
    kind: str = _text()
    as_of: datetime = _instant()
    made_at: datetime = _instant()
    record: dict[str, Any] = _json()
    waiting: bool = Field(default=False)
    keep_until: datetime | None = _instant(nullable=True)
    closed: dict[str, Any] | None = _json(nullable=True)


class GuestRow(Row, table=True):
    """A guest's standing as it was last told."""

    __tablename__ = "guest"
    __table_args__ = (CheckConstraint("standing IN ('watch', 'new', 'regular')", name="guest_standing"),)
    tenant_id: str = _key()
    id: str = _key()
    standing: str = _text()
    changed_at: datetime = _instant()


class CauseRow(Row, table=True):
    """One cause of a guest's standing. It is withdrawn, never deleted."""

    __tablename__ = "standing_cause"
    __table_args__ = (CheckConstraint("kind IN ('arrival', 'late_release')", name="standing_cause_kind"),)
    tenant_id: str = _key()
    guest_id: str = _key()
    booking_id: str = _key()
    kind: str = _key()
    at: datetime = _instant()
    withdrawn_at: datetime | None = _instant(nullable=True)
