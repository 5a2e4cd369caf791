"""Rules that the topics alone must keep. Each function returns what differs, in words; an empty list is good."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from stories.topics import DEAD_LETTERS, Told

_OFFER_ENDS = {
    "waitlist.offer_accepted.v1",
    "waitlist.offer_declined.v1",
    "waitlist.offer_expired.v1",
    "waitlist.offer_withdrawn.v1",
    "waitlist.left.v1",
}


def once(events: Sequence[Told]) -> list[Told]:
    """Each event once, by id, in order of business time and sequence: a topic may hold copies."""
    seen: dict[str, Told] = {}
    for told in events:
        if told.topic not in DEAD_LETTERS:
            seen.setdefault(told.id, told)
    return sorted(seen.values(), key=lambda told: (told.time, told.subject, told.sequence))


def nothing_is_a_dead_letter(events: Sequence[Told]) -> list[str]:
    """No consumer group gave up on anything."""
    return [
        f"{told.headers.get('dlq_group')} gave up on {told.type} {told.headers.get('dlq_original_id')}: "
        f"{told.headers.get('dlq_detail')}"
        for told in events
        if told.topic in DEAD_LETTERS
    ]


def sequences_have_no_holes(events: Sequence[Told]) -> list[str]:
    """The facts of each subject are numbered 1, 2, 3 … by their source; only erasing may take some away."""
    gone = erased(events)
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for told in once(events):
        numbers.setdefault((told.headers["ce_source"], told.tenant, told.subject), []).append(told.sequence)
    return [
        f"{source} numbered the facts of {subject} {sorted(found)}"
        for (source, tenant, subject), found in numbers.items()
        if sorted(found) != list(range(1, len(found) + 1)) and (tenant, subject) not in gone
    ]


def erased(events: Sequence[Told]) -> set[tuple[str, str]]:
    """Tenant and subject of every tombstone: what was told before it is no longer in the retained log."""
    return {(told.tenant, told.subject) for told in events if told.tombstone}


def every_release_was_promised_first(events: Sequence[Told]) -> list[str]:
    """Before policy's release of a booking its guest was told until when, and that instant had passed."""
    holds = _by_booking(events, "policy.hold_decided.v1")
    mails = _by_booking(events, "message.sent.v1")
    differing = []
    for release in once(events):
        if release.type != "booking.released.v1" or release.data["by"] != "policy":
            continue
        booking, at = release.subject, _instant(release.data["released_at"])
        untils = [_instant(hold.data["until"]) for hold in holds.get(booking, ()) if hold.time <= at]
        told = [mail for mail in mails.get(booking, ()) if mail.data["kind"] == "held" and mail.time <= at]
        if not untils:
            differing.append(f"{booking} was released {release.id} without a promise before")
        elif max(untils) > at:
            differing.append(
                f"{booking} was released {release.id} at {at:%H:%M:%S}, promised until {max(untils):%H:%M:%S}"
            )
        if not told:
            differing.append(f"{booking} was released {release.id}, and no mail had told its guest until when")
    return differing


def promises_never_get_earlier(events: Sequence[Told]) -> list[str]:
    """An `until` that was told only ever moves later, unless the booking itself was changed between."""
    differing: list[str] = []
    until: dict[str, datetime] = {}
    for told in once(events):
        if told.type == "booking.changed.v1":
            until.pop(told.subject, None)
        if told.type != "policy.hold_decided.v1":
            continue
        now = _instant(told.data["until"])
        before = until.get(told.subject)
        if before is not None and now < before:
            differing.append(f"{told.subject} was promised {before:%H:%M:%S}, then {now:%H:%M:%S} by {told.id}")
        until[told.subject] = max(now, before or now)
    return differing


def each_release_is_told_once(events: Sequence[Told]) -> list[str]:
    """A decision releases a booking at most once, and every release that was decided has exactly one answer."""
    answers = Counter(
        told.data["decision_id"]
        for told in once(events)
        if told.type in {"booking.released.v1", "booking.release_refused.v1"} and told.data["decision_id"]
    )
    decided = Counter(told.data["decision_id"] for told in once(events) if told.type == "policy.release_decided.v1")
    return [f"{decision} was decided and never answered" for decision in decided if decision not in answers] + [
        f"{decision} was answered {answers[decision]} times"
        for decision in answers
        if answers[decision] > decided[decision]
    ]


def offers_are_exclusive(events: Sequence[Told]) -> list[str]:
    """While one party may answer an offer, nobody else is offered the same place for the same time."""
    spans = list(_offer_spans(events))
    differing = []
    for index, (one, begin, end) in enumerate(spans):
        for other, begins, ends in spans[index + 1 :]:
            together = begin < ends and begins < end
            if together and _same_place(one.data["offer"], other.data["offer"]):
                differing.append(f"{one.id} and {other.id} offered the same place at the same time")
    return differing


def _offer_spans(events: Sequence[Told]) -> Iterator[tuple[Told, datetime, datetime]]:
    ordered = once(events)
    for offered in ordered:
        if offered.type != "waitlist.offered.v1":
            continue
        later = (t for t in ordered if t.subject == offered.subject and t.sequence > offered.sequence)
        end = next((t.time for t in later if t.type in _OFFER_ENDS), datetime.max.replace(tzinfo=offered.time.tzinfo))
        yield offered, offered.time, end


def _same_place(one: dict[str, object], other: dict[str, object]) -> bool:
    resources = [{str(r["id"]) for r in offer["resources"]} for offer in (one, other)]  # type: ignore[attr-defined]
    apart = _instant(one["ends_at"]) <= _instant(other["starts_at"]) or _instant(other["ends_at"]) <= _instant(
        one["starts_at"]
    )
    return bool(resources[0] & resources[1]) and not apart


def _by_booking(events: Sequence[Told], event_type: str) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in once(events):
        if told.type == event_type and told.data.get("booking_id"):
            found.setdefault(told.data["booking_id"], []).append(told)
    return found


def _instant(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
