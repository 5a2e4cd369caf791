"""A guest's claim on a place for a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from booking.domain.ids import BookingId, GuestId, ResourceId, TenantId, VenueId
from booking.domain.period import Period


class State(StrEnum):
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_SERVICE = "in_service"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    RELEASED = "released"
    NO_SHOW = "no_show"


HOLDING = frozenset({State.CONFIRMED, State.ARRIVED, State.IN_SERVICE})
"""States in which the booking has its place."""


class Guarantee(StrEnum):
    NONE = "none"
    CARD = "card"
    PREPAID = "prepaid"


class DeclaredBy(StrEnum):
    GUEST = "guest"
    HOST = "host"
    PARTNER = "partner"
    CLOCK = "clock"


class RefusedBecause(StrEnum):
    ARRIVED = "arrived"
    CHANGED = "changed"
    ENDED = "ended"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """`eta_changes` counts how often a told arrival was told anew."""

    declared_by: DeclaredBy
    declared_at: datetime
    eta: datetime | None = None
    eta_changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The promise: the place is kept until `until`. Without a decision's id it was given by a person here."""

    until: datetime
    decided_at: datetime
    decision_id: str | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What rules or facts did not settle; the place is kept until a person answers."""

    decision_id: str
    reason: str
    detail: str
    asked_at: datetime
    keep_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDecision:
    """What policy asks for, with what it knew when it decided."""

    decision_id: str
    decided_at: datetime
    booking_version: int
    starts_at: datetime
    party: int
    until: datetime
    explanation: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    at: datetime
    decision: ReleaseDecision | None
    reason: str | None

    @property
    def by(self) -> str:
        return "host" if self.decision is None else "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The rules that were shown for this booking, per language."""

    version: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """`facts_version` is the version in which the facts that a decision rests on last changed.

    Terms that are pinned, a hold that is shown, or a note raise `version` alone.
    """

    id: BookingId
    tenant: TenantId
    venue_id: VenueId
    guest_id: GuestId
    code: str
    state: State
    version: int = 1
    facts_version: int = 1
    party: int
    arrived_party: int | None = None
    period: Period
    check_in: date | None = None
    check_out: date | None = None
    expected_by: datetime
    expected_at: datetime | None = None
    guarantee: Guarantee = Guarantee.NONE
    language: str
    terms_version: str | None = None
    terms: Terms | None = None
    kind: str | None = None
    area: str | None = None
    resource_ids: tuple[ResourceId, ...]
    late: Late | None = None
    hold: Hold | None = None
    question: Question | None = None
    release: Release | None = None
    walk_in: bool = False
    from_entry_id: str | None = None
    source: str | None = None
    external_id: str | None = None
    notes: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    confirmed_at: datetime
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    reopened_at: datetime | None = None
    cancelled_at: datetime | None = None
    updated_at: datetime

    @property
    def has_place(self) -> bool:
        return self.state in HOLDING
