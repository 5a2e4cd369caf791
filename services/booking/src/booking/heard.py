"""What we read of policy's events: only the fields that we use."""

from datetime import datetime

from messaging.heard import HeardEvent
from pydantic import BaseModel, ConfigDict

POLICY_EVENTS = "policy.events"


class HeardBooking(BaseModel):
    """The booking as policy knew it when it decided."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    starts_at: datetime
    party: int


class TermsSet(HeardEvent):
    booking_id: str
    terms_version: str
    terms: dict[str, str]


class HoldDecided(HeardEvent):
    booking_id: str
    booking: HeardBooking
    decision_id: str
    decided_at: datetime
    until: datetime
    explanation: dict[str, str]


class HoldEnded(HeardEvent):
    booking_id: str
    decision_id: str


class ReleaseDecided(HeardEvent):
    booking_id: str
    booking: HeardBooking
    decision_id: str
    decided_at: datetime
    booking_version: int
    until: datetime
    explanation: dict[str, str]


class StaffAsked(HeardEvent):
    booking_id: str
    decision_id: str
    reason: str
    detail: str
    asked_at: datetime
    keep_until: datetime


class StaffAnswered(HeardEvent):
    booking_id: str
    booking: HeardBooking
    decision_id: str
    action: str
    until: datetime | None
    answered_at: datetime


class RulesPublished(HeardEvent):
    venue_id: str
    decision: str
    rules_version: str
    number: int
    card: dict[str, str]
