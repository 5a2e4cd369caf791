"""Events that no service reacts to, and why they are published all the same."""

UNHEARD: dict[str, str] = {
    "waitlist.joined.v1": "the door's screens and partners show the line; nobody is mailed for joining",
    "guest.standing_changed.v1": "read through the feed and policy's REST; decisions ask policy's own record",
    "message.sent.v1": "front-ends and partners show what a guest was told; no service decides by it",
    "message.failed.v1": "shown to staff and counted in the metrics; a person chooses another way",
    "message.dropped.v1": "shown to staff with its reason; no service decides by it",
}
