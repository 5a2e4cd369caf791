"""The words of notify: what a message is about, where it stands, and why it may not be sent."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message tells. `TERMS` follows a confirmation that left before the terms were known."""

    CONFIRMED = "confirmed"
    TERMS = "terms"
    CHANGED = "changed"
    HELD = "held"
    RELEASED = "released"
    OFFERED = "offered"
    OFFER_EXPIRED = "offer_expired"
    CANCELLED = "cancelled"
    STAFF_ANSWERED = "staff_answered"


class Status(StrEnum):
    CREATED = "created"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary_failure"
    PERMANENT_FAILURE = "permanent_failure"
    DROPPED = "dropped"


class DropReason(StrEnum):
    MOMENT_PASSED = "moment_passed"
    CANCELLED = "cancelled"
    PREFERENCE = "preference"
    QUIET_HOURS = "quiet_hours"
    ERASED = "erased"
    NO_ADDRESS = "no_address"


UNSENT = frozenset({Status.CREATED, Status.SENDING, Status.TEMPORARY_FAILURE})
"""A message in one of these may still reach the guest later."""
