"""A booking as callers read it."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from booking.adapters.guests import Guest
from booking.api.examples import A_GUEST, A_LATE_BOOKING
from booking.api.venue_models import Trade
from booking.domain.booking import Booking, State
from booking.domain.expected import minutes_late
from booking.domain.keeping import text_for
from booking.queries.see_booking import SeenBooking


class GuestView(BaseModel):
    """Empty when the guest has been erased."""

    model_config = ConfigDict(json_schema_extra={"examples": [A_GUEST]})
    id: str
    name: str
    email: str | None
    phone: str | None
    language: str


class AllocationView(BaseModel):
    resource_id: str
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime


class TermsView(BaseModel):
    """The rules that the booking was made under."""

    version: str
    text: str | None = Field(description="in the guest's language")
    texts: dict[str, str]


class LateView(BaseModel):
    minutes: int = Field(description="whole minutes since the guest was expected; 0 before that")
    declared_by: Literal["guest", "host", "partner", "clock"]
    declared_at: datetime
    eta: datetime | None
    eta_changes: int


class HoldView(BaseModel):
    """Until when the place is kept."""

    until: datetime
    decision_id: str | None = Field(description="the decision of the rules; null when a person keeps the place")
    text: str | None = Field(description="in the guest's language")


class QuestionView(BaseModel):
    """What the rules leave to a person."""

    decision_id: str
    reason: str
    detail: str
    asked_at: datetime
    keep_until: datetime


class ReleaseView(BaseModel):
    released_at: datetime
    by: Literal["policy", "host"]
    decision_id: str | None
    until: datetime | None
    text: str | None = Field(description="in the guest's language")
    reason: str | None


class BookingView(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [A_LATE_BOOKING]})
    id: str
    code: str = Field(description="the short code for the door")
    state: Literal["confirmed", "arrived", "in_service", "finished", "cancelled", "released", "no_show"]
    version: int
    venue_id: str
    trade: Trade
    time_zone: str
    guest_id: str
    guest: GuestView
    party: int
    arrived_party: int | None
    starts_at: datetime
    ends_at: datetime
    check_in: date | None
    check_out: date | None
    expected_by: datetime
    expected_at: datetime | None
    kind: str | None
    area: str | None
    allocations: list[AllocationView] = Field(description="what the booking has now; empty when it gave its place back")
    guarantee: Literal["none", "card", "prepaid"]
    language: str
    terms_version: str | None
    terms: TermsView | None
    late: LateView | None
    hold: HoldView | None
    decided_by: Literal["policy", "staff", "nobody_yet"] | None = Field(
        description="who decided what happens to a late booking; `nobody_yet` while the rules have not been heard"
    )
    question: QuestionView | None
    release: ReleaseView | None
    walk_in: bool
    waitlist_entry_id: str | None
    source: str | None
    external_id: str | None
    notes: str | None
    metadata: dict[str, Any]
    confirmed_at: datetime
    arrived_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    reopened_at: datetime | None
    cancelled_at: datetime | None
    updated_at: datetime


_SAME = (
    "id", "code", "version", "venue_id", "guest_id", "party", "arrived_party", "check_in", "check_out", "expected_by",
    "expected_at", "kind", "area", "language", "terms_version", "walk_in", "source", "external_id", "notes",
    "metadata", "confirmed_at", "arrived_at", "started_at", "finished_at", "reopened_at", "cancelled_at", "updated_at",
)  # fmt: skip


def booking_view(seen: SeenBooking, *, now: datetime) -> BookingView:
    booking = seen.booking
    return BookingView(
        **{name: getattr(booking, name) for name in _SAME},
        state=booking.state.value,
        trade=seen.venue.trade.value,
        time_zone=seen.venue.time_zone,
        guest=guest_view(seen.guest),
        starts_at=booking.period.starts_at,
        ends_at=booking.period.ends_at,
        allocations=_allocations(seen),
        guarantee=booking.guarantee.value,
        terms=_terms(booking),
        late=_late(booking, now),
        hold=_hold(booking),
        decided_by=_decided_by(booking),
        question=_question(booking),
        release=_release(booking),
        waitlist_entry_id=booking.from_entry_id,
    )


def guest_view(guest: Guest) -> GuestView:
    return GuestView(id=guest.id, name=guest.name, email=guest.email, phone=guest.phone, language=guest.language)


def _allocations(seen: SeenBooking) -> list[AllocationView]:
    booking = seen.booking
    if not booking.has_place:
        return []
    return [
        AllocationView(
            resource_id=one.id,
            name=one.name,
            kind=one.kind,
            starts_at=booking.period.starts_at,
            ends_at=booking.period.ends_at,
        )
        for one in seen.resources
    ]


def _terms(booking: Booking) -> TermsView | None:
    terms = booking.terms
    if terms is None:
        return None
    text = text_for(terms.texts, booking.language)
    return TermsView(version=terms.version, text=text, texts=dict(terms.texts))


def _late(booking: Booking, now: datetime) -> LateView | None:
    late = booking.late
    if late is None:
        return None
    until = booking.arrived_at or (booking.release.at if booking.release else None) or booking.cancelled_at or now
    return LateView(
        minutes=minutes_late(booking.expected_by, min(until, now)),
        declared_by=late.declared_by.value,
        declared_at=late.declared_at,
        eta=late.eta,
        eta_changes=late.eta_changes,
    )


def _hold(booking: Booking) -> HoldView | None:
    hold = booking.hold
    if hold is None:
        return None
    return HoldView(until=hold.until, decision_id=hold.decision_id, text=text_for(hold.texts, booking.language))


def _decided_by(booking: Booking) -> Literal["policy", "staff", "nobody_yet"] | None:
    if booking.hold is not None:
        return "policy" if booking.hold.decision_id is not None else "staff"
    if booking.question is not None:
        return "policy"
    return "nobody_yet" if booking.late is not None and booking.state is State.CONFIRMED else None


def _question(booking: Booking) -> QuestionView | None:
    asked = booking.question
    if asked is None:
        return None
    return QuestionView(
        decision_id=asked.decision_id,
        reason=asked.reason,
        detail=asked.detail,
        asked_at=asked.asked_at,
        keep_until=asked.keep_until,
    )


def _release(booking: Booking) -> ReleaseView | None:
    release = booking.release
    if release is None:
        return None
    decision = release.decision
    return ReleaseView(
        released_at=release.at,
        by="host" if decision is None else "policy",
        decision_id=None if decision is None else decision.decision_id,
        until=None if decision is None else decision.until,
        text=release.reason if decision is None else text_for(decision.explanation, booking.language),
        reason=release.reason,
    )
