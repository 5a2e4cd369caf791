"""What notify tells the world: what became of each message. No contact data."""

from datetime import datetime
from typing import Literal

from messaging.event import PublishedEvent

NOTIFY_EVENTS = "notify.events"

MessageKind = Literal[
    "confirmed", "terms", "changed", "held", "released", "offered", "offer_expired", "cancelled", "staff_answered"
]


class MessageEvent(PublishedEvent):
    message_id: str
    kind: MessageKind
    language: str
    channel: Literal["email"]
    guest_id: str
    booking_id: str | None
    entry_id: str | None
    event_id: str


class MessageSent(MessageEvent, type="message.sent.v1", topic=NOTIFY_EVENTS, subject="message_id"):
    sent_at: datetime
    attempts: int


class MessageFailed(MessageEvent, type="message.failed.v1", topic=NOTIFY_EVENTS, subject="message_id"):
    """It will not be tried again. `reason` holds no address."""

    failed_at: datetime
    attempts: int
    reason: str


class MessageDropped(MessageEvent, type="message.dropped.v1", topic=NOTIFY_EVENTS, subject="message_id"):
    dropped_at: datetime
    reason: Literal["moment_passed", "cancelled", "preference", "quiet_hours", "erased", "no_address"]
