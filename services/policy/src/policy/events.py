"""What policy tells the world."""

from datetime import datetime
from typing import Literal

from messaging.event import PublishedEvent
from pydantic import BaseModel, ConfigDict, Field

POLICY_EVENTS = "policy.events"

Standing = Literal["watch", "new", "regular"]
DecidedBy = Literal["rule", "exception", "general", "bad_facts", "staff"]


class Part(BaseModel):
    """A part of an event's payload."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class BookingRef(Part):
    """The booking as policy knew it when it decided: enough to act on, should it be heard first."""

    id: str
    code: str
    version: int
    venue_id: str
    venue_name: str
    trade: Literal["restaurant", "hotel", "salon", "trainer", "builder"]
    time_zone: str
    language: str
    guest_id: str
    party: int
    starts_at: datetime
    ends_at: datetime
    expected_by: datetime


class PolicyBookingEvent(PublishedEvent):
    booking_id: str
    booking: BookingRef


class TermsSet(PolicyBookingEvent, type="policy.terms_set.v1", topic=POLICY_EVENTS, subject="booking_id"):
    """The rules that are pinned to the booking, in plain words per language."""

    terms_version: str
    terms: dict[str, str]


class HoldDecided(PolicyBookingEvent, type="policy.hold_decided.v1", topic=POLICY_EVENTS, subject="booking_id"):
    """The place is kept until `until`. Told again when the promise moves (only ever later)."""

    decision_id: str
    decided_at: datetime
    until: datetime
    rule_id: str
    kind: DecidedBy
    rules_version: str
    eta: datetime | None
    eta_beyond_rules: bool = Field(description="the guest's ETA lies after `until`: the rules do not allow more")
    explanation: dict[str, str] = Field(description="the guest's text per language")


class HoldEnded(PolicyBookingEvent, type="policy.hold_ended.v1", topic=POLICY_EVENTS, subject="booking_id"):
    decision_id: str
    reason: Literal["arrived", "cancelled", "changed", "ended", "released"]


class ReleaseDecided(PolicyBookingEvent, type="policy.release_decided.v1", topic=POLICY_EVENTS, subject="booking_id"):
    """A request: booking releases only if the guest has still not arrived and nothing has changed."""

    decision_id: str
    decided_at: datetime
    booking_version: int
    until: datetime
    rule_id: str
    kind: DecidedBy
    rules_version: str
    explanation: dict[str, str]


class StaffAsked(PolicyBookingEvent, type="policy.staff_asked.v1", topic=POLICY_EVENTS, subject="booking_id"):
    """Rules or facts do not settle it: a person answers, and the place is kept meanwhile."""

    decision_id: str
    reason: Literal["policy_was_away", "no_rule", "bad_facts", "conflict", "by_rule", "release_refused"]
    detail: str
    asked_at: datetime
    keep_until: datetime


class StaffAnswered(PolicyBookingEvent, type="policy.staff_answered.v1", topic=POLICY_EVENTS, subject="booking_id"):
    """`release` is followed by `policy.release_decided`; `keep` keeps the place until `until`."""

    decision_id: str
    action: Literal["keep", "release"]
    until: datetime | None
    reason: str
    answered_by: str
    answered_at: datetime


class RulesPublished(PublishedEvent, type="policy.rules_published.v1", topic=POLICY_EVENTS, subject="venue_id"):
    """The rules of a venue from now on, with the card that a guest reads before booking."""

    venue_id: str
    decision: str
    rules_version: str
    number: int
    published_at: datetime
    card: dict[str, str] = Field(description="the rules in plain words per language")


class StandingChanged(PublishedEvent, type="guest.standing_changed.v1", topic=POLICY_EVENTS, subject="guest_id"):
    guest_id: str
    standing: Standing
    previous: Standing
    cause: str
