"""The routes of notify."""

from isolation_rows import hides, lists, owns, public

WORDING = {"subject": "A table for you", "text": "Dear {{ guest_name }}, {{ when }}."}

ROWS = (
    public("GET /livez"),
    public("GET /readyz"),
    public("GET /metrics"),
    lists("GET /v1/events", "events:read"),
    lists(
        "GET /v1/messages",
        "messages:read",
        booking_id="released_booking",
        guest_id="guest_id",
        status="message_status",
    ),
    hides("GET /v1/messages/{message_id}", "messages:read"),
    hides("POST /v1/messages/{message_id}/resend", "messages:write"),
    owns("GET /v1/templates/{kind}/{language}", "messages:read"),
    owns("PUT /v1/templates/{kind}/{language}", "messages:write", WORDING),
)
