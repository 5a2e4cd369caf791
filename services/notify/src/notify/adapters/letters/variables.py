"""What the templates of each kind may speak of. A template that asks for more is refused when it is published."""

from notify.domain.kinds import Kind

_ALWAYS = {
    "guest_name": "the guest's name on one line, or empty",
    "venue_name": "the venue's name",
    "hotel": "true if nights are booked",
    "place": "table, room or place, by the venue's trade",
    "party": "number of guests; count(party, 'guest') for words",
    "link": "the guest's own page, signed and expiring",
}
_BOOKING = {
    **_ALWAYS,
    "code": "the short code that is said at the door",
    "when": "the day and time, or the nights, on one line",
    "day": "the day, such as Thursday 13 February",
    "starts": "the time of the start, such as 13:00",
    "nights": "number of nights, 0 without nights",
    "places": "the names of the tables or rooms on one line, or empty",
    "expected_by": "when the guest should be there",
}
_OFFER = {
    **_ALWAYS,
    "when": "the offered day and time, or nights, on one line",
    "day": "the offered day",
    "starts": "the offered start",
    "nights": "number of nights, 0 without nights",
    "places": "the names of the offered tables or rooms, or empty",
    "expires": "when the offer ends, such as 13:25",
}
_PROMISE = {
    "until": "until when the place is kept",
    "explanation": "the rule's own words to the guest, or empty",
}

VARIABLES: dict[Kind, dict[str, str]] = {
    Kind.CONFIRMED: {
        **_BOOKING,
        "terms": "the rules that the booking is under, or empty",
        "from_waitlist": "true if the guest accepted an offer",
    },
    Kind.TERMS: {**_BOOKING, "terms": "the rules that the booking is under"},
    Kind.CHANGED: {
        **_BOOKING,
        "previous_when": "the day and time before the change",
        "previous_party": "number of guests before the change",
    },
    Kind.HELD: {
        **_BOOKING,
        **_PROMISE,
        "eta": "when the guest says to come, or empty",
        "eta_beyond_rules": "true if the guest would come after `until`",
    },
    Kind.STAFF_ANSWERED: {**_BOOKING, **_PROMISE},
    Kind.RELEASED: {
        **_BOOKING,
        **_PROMISE,
        "free_starts": "list of the nearest free times",
        "by_rule": "true if the rules released it, false if a person did",
    },
    Kind.CANCELLED: {**_BOOKING, "by_guest": "true if the guest cancelled", "reason": "the venue's reason, or empty"},
    Kind.OFFERED: {**_OFFER, "minutes": "whole minutes left to answer; count(minutes, 'minute') for words"},
    Kind.OFFER_EXPIRED: {**_OFFER, "still_waiting": "true if the party stays on the waitlist"},
}
LISTS = frozenset({"free_starts"})
