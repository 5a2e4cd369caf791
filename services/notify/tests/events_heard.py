"""Builders of what booking and policy tell, as JSON on the wire."""

from datetime import datetime, timedelta
from typing import Any

BOOKING = "bkg_01K00000000000000000000001"
GUEST = "gst_01K00000000000000000000001"
ENTRY = "wle_01K00000000000000000000001"
EMAIL = "anna@example.org"


def a_booking(*, now: datetime, starts_in: timedelta = timedelta(hours=2), **changes: Any) -> dict[str, Any]:
    starts_at = (now + starts_in).replace(second=0, microsecond=0)
    booking = {
        "id": BOOKING,
        "code": "K7R4",
        "version": 1,
        "state": "confirmed",
        "venue_id": "ven_1",
        "venue_name": "Trattoria Aurora",
        "trade": "restaurant",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "guest_id": GUEST,
        "party": 2,
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(minutes=90)).isoformat(),
        "expected_by": starts_at.isoformat(),
        "confirmed_at": (now - timedelta(hours=1)).isoformat(),
        "guarantee": "none",
        "resources": [{"id": "res_1", "name": "Table 4", "kind": "table"}],
    }
    return booking | changes


def confirmed(booking: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"booking_id": booking["id"], "booking": booking, "walk_in": False, "from_entry_id": None} | more


def about(booking: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"booking_id": booking["id"], "booking": booking} | more


def contact(**changes: Any) -> dict[str, Any]:
    known = {"guest_id": GUEST, "name": "Anna", "email": EMAIL, "phone": None, "language": "en"}
    return known | changes


def terms(booking: dict[str, Any]) -> dict[str, Any]:
    words = {"en": "Your table is kept for 15 minutes.", "ru": "Столик за вами 15 минут."}
    return about(booking, terms_version="v1", terms=words)


def held(booking: dict[str, Any], until: datetime, **more: Any) -> dict[str, Any]:
    words = {"en": "Tables are kept for 15 minutes.", "ru": "Столик держим 15 минут."}
    told = {"decision_id": "dec_1", "until": until.isoformat(), "eta": None, "eta_beyond_rules": False}
    return about(booking, explanation=words, **(told | more))


def released(booking: dict[str, Any], now: datetime, **more: Any) -> dict[str, Any]:
    told = {
        "released_at": now.isoformat(),
        "by": "policy",
        "decision_id": "dec_1",
        "until": now.isoformat(),
        "explanation": {"en": "Tables are kept for 15 minutes."},
        "reason": None,
        "free_starts": [(now + timedelta(minutes=30)).isoformat()],
    }
    return about(booking, **(told | more))


def an_entry(**changes: Any) -> dict[str, Any]:
    entry = {
        "id": ENTRY,
        "state": "offered",
        "venue_id": "ven_1",
        "venue_name": "Trattoria Aurora",
        "trade": "restaurant",
        "time_zone": "Europe/Berlin",
        "language": "ru",
        "guest_id": GUEST,
        "party": 5,
    }
    return entry | changes


def offer(entry: dict[str, Any], *, now: datetime, minutes: int = 10, **more: Any) -> dict[str, Any]:
    offered = {
        "id": "ofr_1",
        "starts_at": (now + timedelta(minutes=20)).isoformat(),
        "ends_at": (now + timedelta(minutes=110)).isoformat(),
        "expires_at": (now + timedelta(minutes=minutes)).isoformat(),
        "resources": [{"id": "res_1", "name": "Столик 4", "kind": "table"}],
    }
    return {"entry_id": entry["id"], "entry": entry, "offer": offered} | more
