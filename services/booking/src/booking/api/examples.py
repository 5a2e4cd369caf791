"""Answers as they look, for the documentation."""

from typing import Any

_VENUE_ID = "ven_01K5S3T3V5W7X9Y1Z3A5B7C9D1"
_RESOURCE_ID = "res_01K5S3T3V5W7X9Y1Z3A5B7C9D3"
_BOOKING_ID = "bkg_01K5S3T3V5W7X9Y1Z3A5B7C9D5"
_GUEST_ID = "gst_01K5S3T3V5W7X9Y1Z3A5B7C9D7"

A_VENUE: dict[str, Any] = {
    "id": _VENUE_ID,
    "version": 1,
    "name": "Zur Linde",
    "trade": "restaurant",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
    "languages": ["en", "ru"],
    "opening_hours": {"thu": [["12:00", "15:00"], ["18:00", "23:00"]]},
    "settings": {
        "late_after_minutes": 5,
        "hold_hour": 18,
        "check_in": "15:00",
        "check_out": "11:00",
        "offer_minutes": 10,
        "default_duration_minutes": 90,
        "stale_after_minutes": 5,
    },
}
A_RESOURCE: dict[str, Any] = {
    "id": _RESOURCE_ID,
    "venue_id": _VENUE_ID,
    "version": 1,
    "name": "T4",
    "kind": "table",
    "capacity_min": 2,
    "capacity_max": 4,
    "area": "hall",
    "tags": ["window"],
    "joins": [],
}
A_GUEST: dict[str, Any] = {
    "id": _GUEST_ID,
    "name": "Anna",
    "email": "anna@example.com",
    "phone": "+4930123456",
    "language": "en",
}
A_LATE_BOOKING: dict[str, Any] = {
    "id": _BOOKING_ID,
    "code": "K7WM",
    "state": "confirmed",
    "version": 4,
    "venue_id": _VENUE_ID,
    "trade": "restaurant",
    "time_zone": "Europe/Berlin",
    "guest_id": _GUEST_ID,
    "guest": A_GUEST,
    "party": 4,
    "arrived_party": None,
    "starts_at": "2026-12-03T12:00:00Z",
    "ends_at": "2026-12-03T13:30:00Z",
    "check_in": None,
    "check_out": None,
    "expected_by": "2026-12-03T12:00:00Z",
    "expected_at": None,
    "kind": None,
    "area": "hall",
    "allocations": [
        {
            "resource_id": _RESOURCE_ID,
            "name": "T4",
            "kind": "table",
            "starts_at": "2026-12-03T12:00:00Z",
            "ends_at": "2026-12-03T13:30:00Z",
        }
    ],
    "guarantee": "none",
    "language": "en",
    "terms_version": "late_arrival.hold@3",
    "terms": {
        "version": "late_arrival.hold@3",
        "text": "Your table is held for 15 minutes.",
        "texts": {"en": "Your table is held for 15 minutes.", "ru": "Столик держим 15 минут."},
    },
    "late": {
        "minutes": 6,
        "declared_by": "clock",
        "declared_at": "2026-12-03T12:05:00Z",
        "eta": "2026-12-03T12:12:00Z",
        "eta_changes": 0,
    },
    "hold": {
        "until": "2026-12-03T12:25:00Z",
        "decision_id": "dec_01K5S3T3V5W7X9Y1Z3A5B7C9D9",
        "text": "You told us that you were on the way: the table is kept until 13:25.",
    },
    "decided_by": "policy",
    "question": None,
    "release": None,
    "walk_in": False,
    "waitlist_entry_id": None,
    "source": "website",
    "external_id": None,
    "notes": None,
    "metadata": {},
    "confirmed_at": "2026-12-01T09:30:00Z",
    "arrived_at": None,
    "started_at": None,
    "finished_at": None,
    "reopened_at": None,
    "cancelled_at": None,
    "updated_at": "2026-12-03T12:06:00Z",
}
AN_OFFERED_ENTRY: dict[str, Any] = {
    "id": "wle_01K5S3T3V5W7X9Y1Z3A5B7C9DB",
    "state": "offered",
    "version": 2,
    "venue_id": _VENUE_ID,
    "guest_id": _GUEST_ID,
    "guest": A_GUEST,
    "party": 2,
    "earliest": "2026-12-03T12:00:00Z",
    "latest": "2026-12-03T13:00:00Z",
    "duration_minutes": 60,
    "kind": None,
    "area": None,
    "can_come_in_minutes": 10,
    "language": "en",
    "joined_at": "2026-12-03T11:58:00Z",
    "offer": {
        "id": "off_01K5S3T3V5W7X9Y1Z3A5B7C9DD",
        "starts_at": "2026-12-03T12:26:00Z",
        "ends_at": "2026-12-03T13:26:00Z",
        "expires_at": "2026-12-03T12:26:00Z",
        "resources": [{"id": _RESOURCE_ID, "name": "T4", "kind": "table"}],
    },
    "booking_id": None,
    "updated_at": "2026-12-03T12:16:00Z",
}
AVAILABILITIES: list[Any] = [
    {
        "venue_id": _VENUE_ID,
        "starts": [
            {
                "starts_at": "2026-12-03T12:15:00Z",
                "ends_at": "2026-12-03T13:45:00Z",
                "resource_ids": [_RESOURCE_ID],
            }
        ],
        "kinds": None,
    },
    {
        "venue_id": "ven_01K5S3T3V5W7X9Y1Z3A5B7C9D2",
        "starts": None,
        "kinds": [{"kind": "room.double", "free": 1, "resource_ids": ["res_01K5S3T3V5W7X9Y1Z3A5B7C9DF"]}],
    },
]
