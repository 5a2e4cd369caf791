"""The questions that the clock will ask, as durable timers. Keys are ids, so setting one anew replaces it."""

from datetime import datetime
from typing import Any

from messaging.transaction import Transaction
from pydantic import TypeAdapter

from booking.domain.booking import Booking, ReleaseDecision
from booking.domain.waitlist import Entry, Offer

EXPECTED_GUEST_IS_MISSING = "expected_guest_is_missing"
BOOKING_ENDS_UNANSWERED = "booking_ends_unanswered"
PROMISED_INSTANT_PASSES = "promised_instant_passes"
OFFER_EXPIRES = "offer_expires"
ENTRY_IS_PAST = "entry_is_past"

_DECISION = TypeAdapter(ReleaseDecision)


class Alarms:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def when_late_is_due(self, booking: Booking, at: datetime) -> None:
        self._set(EXPECTED_GUEST_IS_MISSING, booking.id, booking.tenant, at)

    def when_booking_ends(self, booking: Booking) -> None:
        self._set(BOOKING_ENDS_UNANSWERED, booking.id, booking.tenant, booking.period.ends_at)

    def when_promise_passes(self, booking: Booking, decision: ReleaseDecision, at: datetime) -> None:
        payload = _DECISION.dump_python(decision, mode="json")
        self._set(PROMISED_INSTANT_PASSES, booking.id, booking.tenant, at, payload)

    def when_offer_expires(self, entry: Entry, offer: Offer) -> None:
        self._set(OFFER_EXPIRES, offer.id, entry.tenant, offer.expires_at, {"entry_id": entry.id})

    def when_entry_is_past(self, entry: Entry, at: datetime) -> None:
        self._set(ENTRY_IS_PAST, entry.id, entry.tenant, at)

    def _set(self, kind: str, key: str, tenant: str, at: datetime, payload: dict[str, Any] | None = None) -> None:
        self._transaction.set_timer(kind, key, tenant=tenant, fire_at=at, payload=payload or {})


def decision_of(payload: dict[str, Any]) -> ReleaseDecision:
    """The decision that waits for the promised instant."""
    return _DECISION.validate_python(payload)
