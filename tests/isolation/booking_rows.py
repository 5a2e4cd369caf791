"""The routes of booking."""

from collections.abc import Mapping
from typing import Any

from isolation_rows import Reference, Refers, hides, lists, makes, public

BOOKING = {
    "venue_id": "<venue_id>",
    "starts_at": "2030-05-02T10:00:00Z",
    "duration_minutes": 60,
    "party": 2,
    "guest": {"name": "Nora", "email": "nora@example.com"},
}
ENTRY = {
    "venue_id": "<venue_id>",
    "earliest": "2030-05-02T10:00:00Z",
    "latest": "2030-05-02T11:00:00Z",
    "duration_minutes": 60,
    "party": 2,
    "guest": {"name": "Nora", "email": "nora@example.com"},
}
TABLE = {"name": "T9", "kind": "table", "capacity_max": 4}

ROWS = (
    public("GET /livez"),
    public("GET /readyz"),
    public("GET /metrics"),
    lists("GET /v1/events", "events:read"),
    # --- venues and what can be booked there
    lists("GET /v1/venues", "bookings:read"),
    makes(
        "POST /v1/venues",
        "venues:write",
        {"name": "Anew", "trade": "restaurant", "time_zone": "Europe/Berlin", "currency": "EUR", "languages": ["en"]},
    ),
    hides("GET /v1/venues/{venue_id}", "bookings:read"),
    hides("PATCH /v1/venues/{venue_id}", "venues:write", {"name": "Ours now"}, etag=True),
    hides("GET /v1/venues/{venue_id}/resources", "bookings:read"),
    hides("POST /v1/venues/{venue_id}/resources", "venues:write", TABLE),
    hides(
        "GET /v1/venues/{venue_id}/availability",
        "bookings:read",
        query="party=2&from=2030-05-02T10:00:00Z&to=2030-05-02T12:00:00Z",
    ),
    hides("GET /v1/resources/{resource_id}", "bookings:read"),
    hides("PATCH /v1/resources/{resource_id}", "venues:write", {"name": "Ours now"}, etag=True),
    # --- bookings
    lists(
        "GET /v1/bookings",
        "bookings:read",
        venue_id="venue_id",
        guest_id="guest_id",
        external_id="external_id",
        q="guest_name",
        state="state",
        updated_since="long_ago",
    ),
    makes("POST /v1/bookings", "bookings:write", BOOKING),
    hides("GET /v1/bookings/{booking_id}", "bookings:read"),
    hides("PATCH /v1/bookings/{booking_id}", "bookings:write", {"notes": "ours now"}, etag=True),
    hides("POST /v1/bookings/{booking_id}/late", "bookings:write", {"by": "host", "eta_minutes": 5}),
    hides("POST /v1/bookings/{booking_id}/arrive", "bookings:write", {"arrived": 1}),
    hides("POST /v1/bookings/{booking_id}/revert-arrival", "bookings:write", booking_id="arrived_booking"),
    hides("POST /v1/bookings/{booking_id}/start", "bookings:write", booking_id="arrived_booking"),
    hides("POST /v1/bookings/{booking_id}/finish", "bookings:write", booking_id="arrived_booking"),
    hides("POST /v1/bookings/{booking_id}/cancel", "bookings:write", {"by": "venue"}),
    hides("POST /v1/bookings/{booking_id}/release", "bookings:write", {"reason": "we need the table"}),
    hides(
        "POST /v1/bookings/{booking_id}/keep",
        "bookings:write",
        {"until": "<kept_until>", "reason": "the train is late"},
    ),
    hides("POST /v1/bookings/{booking_id}/reopen", "bookings:write", {"by": "host"}, booking_id="released_booking"),
    hides("POST /v1/bookings/{booking_id}/no-show", "bookings:write", {"reason": "never came"}),
    # --- the waitlist
    lists("GET /v1/waitlist", "bookings:read", venue_id="venue_id", guest_id="waiting_guest", state="entry_state"),
    makes("POST /v1/waitlist", "waitlist:write", ENTRY),
    hides("GET /v1/waitlist/{entry_id}", "bookings:read", entry_id="offered_entry"),
    hides("POST /v1/waitlist/{entry_id}/withdraw-offer", "waitlist:write", {}, entry_id="offered_entry"),
    hides("POST /v1/waitlist/{entry_id}/decline", "waitlist:write", entry_id="offered_entry"),
    hides("POST /v1/waitlist/{entry_id}/accept", "waitlist:write", entry_id="offered_entry"),
    hides("POST /v1/waitlist/{entry_id}/leave", "waitlist:write"),
    # --- guests
    hides("GET /v1/guests/{guest_id}", "bookings:read"),
    hides("DELETE /v1/guests/{guest_id}", "guests:erase"),
)

# Not in the document: pages for people. Their links are the subject of test_guest_links.
PAGES = (
    "GET /g/{token}",
    "GET /g/{token}/cancel",
    "POST /g/{token}/accept",
    "POST /g/{token}/cancel",
    "POST /g/{token}/decline",
    "POST /g/{token}/late",
    "POST /g/{token}/reopen",
)


def _booking(year: int) -> Mapping[str, Any]:
    """At a time of its own, so that none takes another's place."""
    return {**BOOKING, "starts_at": f"{year}-05-02T10:00:00Z"}


def _reference(
    route: str, inside: str, names: str, then: Refers, body: Mapping[str, Any] | None = None, *, many: bool = False
) -> Reference:
    return Reference(route=route, inside=inside, names=names, then=then, body=body or {}, many=many)


REFERENCES = (
    _reference("POST /v1/bookings", "venue_id", "venue_id", Refers.REFUSED, BOOKING),
    _reference("POST /v1/bookings", "resource_ids", "resource_id", Refers.REFUSED, BOOKING, many=True),
    _reference("POST /v1/bookings", "guest.guest_id", "guest_id", Refers.OWN_NAME, _booking(2035)),
    _reference("POST /v1/bookings", "external_id", "external_id", Refers.OWN_NAME, _booking(2036)),
    _reference("POST /v1/bookings", "terms_version", "rules_version", Refers.OWN_NAME, _booking(2037)),
    _reference("PATCH /v1/bookings/{booking_id}", "resource_ids", "resource_id", Refers.REFUSED, many=True),
    _reference("PATCH /v1/bookings/{booking_id}", "external_id", "external_id", Refers.OWN_NAME),
    _reference("POST /v1/waitlist", "venue_id", "venue_id", Refers.REFUSED, ENTRY),
    _reference("POST /v1/waitlist", "guest.guest_id", "guest_id", Refers.OWN_NAME, ENTRY),
    _reference("POST /v1/venues/{venue_id}/resources", "joins", "resource_id", Refers.REFUSED, TABLE, many=True),
    _reference("PATCH /v1/resources/{resource_id}", "joins", "resource_id", Refers.REFUSED, many=True),
)
