"""Builders of what booking tells, as JSON on the wire. Times are minutes after noon UTC of a March day."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOON = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
BOOKING = "bkg_01K00000000000000000000001"
GUEST = "gst_01K00000000000000000000001"
VENUE = "ven_01K00000000000000000000001"


def at(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


def a_venue(**changes: Any) -> dict[str, Any]:
    venue = {
        "venue_id": VENUE,
        "version": 1,
        "name": "Trattoria Aurora",
        "trade": "restaurant",
        "time_zone": "Europe/London",
        "settings": {"hold_hour": 18, "stale_after_minutes": 5},
    }
    return venue | changes


def a_booking(*, starts: float = 60, lasts: float = 120, **changes: Any) -> dict[str, Any]:
    """One o'clock in London in winter, unless told otherwise."""
    booking = {
        "id": BOOKING,
        "code": "K7R4",
        "version": 1,
        "state": "confirmed",
        "venue_id": VENUE,
        "venue_name": "Trattoria Aurora",
        "trade": "restaurant",
        "time_zone": "Europe/London",
        "language": "en",
        "guest_id": GUEST,
        "party": 2,
        "starts_at": at(starts),
        "ends_at": at(starts + lasts),
        "expected_by": at(starts),
        "confirmed_at": at(0),
        "guarantee": "none",
    }
    return booking | changes


def about(booking: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"booking_id": booking["id"], "booking": booking, **more}


def late(booking: dict[str, Any], *, eta: float | None = None, changes: int = 0, version: int = 2) -> dict[str, Any]:
    word = {"eta": at(eta) if eta is not None else None, "eta_changes": changes}
    return about(booking | {"late": word, "version": version})
