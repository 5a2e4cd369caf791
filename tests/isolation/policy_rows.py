"""The routes of policy."""

from isolation_rows import hides, lists, public

RULE_SET = {
    "decision": "late_arrival.hold",
    "rules": [
        {"id": "hold-15", "when": {"minutes_late": "0..14", "party": "1..5"}, "then": "hold"},
        {"id": "release", "when": {"minutes_late": "15..", "party": "1..5"}, "then": "release"},
    ],
}
"""Says nothing of parties of six and more, so staff is asked about them."""

ROWS = (
    public("GET /livez"),
    public("GET /readyz"),
    public("GET /metrics"),
    lists("GET /v1/events", "events:read"),
    hides("GET /v1/venues/{venue_id}/rules", "rules:read"),
    hides("GET /v1/venues/{venue_id}/what-if", "rules:read", query="minutes_late=20&party=2"),
    hides("GET /v1/venues/{venue_id}/rule-sets/{decision}", "rules:read"),
    hides("PUT /v1/venues/{venue_id}/rule-sets/{decision}", "rules:write", RULE_SET),
    lists("GET /v1/decisions", "rules:read", booking_id="asked_booking", venue_id="venue_id", waiting="waiting"),
    hides("GET /v1/decisions/{decision_id}", "rules:read"),
    hides("POST /v1/decisions/{decision_id}/replay", "rules:read"),
    hides("POST /v1/decisions/{decision_id}/answer", "decisions:answer", {"action": "keep", "reason": "a good day"}),
    hides("GET /v1/guests/{guest_id}/standing", "rules:read"),
)
