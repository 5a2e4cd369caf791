"""The tables of notify. A row is not the domain: `messages.py` and its neighbours translate."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, LargeBinary, Table, inspect, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_INSTANT = DateTime(timezone=True)
_STATUSES = "'created','sending','sent','delivered','temporary_failure','permanent_failure','dropped'"


def _instant(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(_INSTANT, nullable=nullable))


class Row(SQLModel, registry=registry()):
    """A registry of its own: another service in the same process may have tables and classes of the same names."""


metadata = Row.metadata


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row's class: statements are written against it."""
    return cast(Table, inspect(row).local_table)


class ContactRow(Row, table=True):
    """How to reach a guest, sealed; an erased guest's row stays, without anything to read, to remember the erasure."""

    __tablename__ = "guest_contact"
    __table_args__ = (CheckConstraint("erased_at IS NULL OR sealed IS NULL", name="erased_is_empty"),)

    tenant_id: str = Field(primary_key=True)
    guest_id: str = Field(primary_key=True)
    sequence: int = Field(sa_column=Column(BigInteger, nullable=False))
    sealed: bytes | None = Field(sa_column=Column(LargeBinary, nullable=True))
    erased_at: datetime | None = _instant(nullable=True)


class BookingSeenRow(Row, table=True):
    """The newest snapshot of a booking that was heard of."""

    __tablename__ = "booking_seen"

    tenant_id: str = Field(primary_key=True)
    booking_id: str = Field(primary_key=True)
    version: int
    snapshot: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class BookingTermsRow(Row, table=True):
    """The rules that are pinned to a booking, in the words of each language."""

    __tablename__ = "booking_terms"

    tenant_id: str = Field(primary_key=True)
    booking_id: str = Field(primary_key=True)
    terms_version: str
    terms: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))


class MessageRow(Row, table=True):
    """A message. `lease_until` and `retry_at` are real time; every other instant is business time."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="known_status"),
        CheckConstraint("(booking_id IS NULL) <> (entry_id IS NULL)", name="about_one_thing"),
        CheckConstraint("attempts >= 0 AND copy_number >= 0", name="counts"),
        Index("message_once", "tenant_id", "event_id", "guest_id", "kind", "copy_number", unique=True),
        Index("message_of_booking", "tenant_id", "booking_id", "id"),
        Index("message_of_entry", "tenant_id", "entry_id", "id"),
        Index("message_of_guest", "tenant_id", "guest_id", "id"),
        Index("message_created", "created_at", postgresql_using="brin"),
        Index(
            "message_unsent",
            "created_at",
            postgresql_where=text("status IN ('created','sending','temporary_failure')"),
        ),
    )

    tenant_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    status: str
    guest_id: str
    venue_id: str
    booking_id: str | None
    entry_id: str | None
    language: str
    event_id: str
    copy_number: int = 0
    template: str
    facts: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = _instant()
    not_after: datetime = _instant()
    waits_for_terms_until: datetime | None = _instant(nullable=True)
    with_terms: bool = False
    attempts: int = 0
    lease_until: datetime | None = _instant(nullable=True)
    retry_at: datetime | None = _instant(nullable=True)
    withdrawn: str | None = None
    reason: str | None = None
    detail: str | None = None
    ended_at: datetime | None = _instant(nullable=True)
    rendered: bytes | None = Field(sa_column=Column(LargeBinary, nullable=True))


class AttemptRow(Row, table=True):
    """One try to hand a message over. `at` is real time; `reply` holds no address."""

    __tablename__ = "delivery_attempt"

    tenant_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = _instant()
    outcome: str
    code: int | None
    reply: str


class TemplateRow(Row, table=True):
    """A tenant's own wording. A row is never changed: publishing makes the next number."""

    __tablename__ = "template_version"
    __table_args__ = (Index("template_id", "tenant_id", "id", unique=True),)

    tenant_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    id: str
    subject: str
    text: str
    published_at: datetime = _instant()
    published_by: str
