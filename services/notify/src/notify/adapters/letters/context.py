"""From facts to the words that a template uses, in the venue's local time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from notify.adapters.letters import languages
from notify.adapters.letters.variables import VARIABLES
from notify.domain.facts import BookingFacts, EntryFacts, Facts, OfferFacts
from notify.domain.kinds import Kind
from notify.domain.language import Language
from notify.domain.safe_text import name_to_greet, one_line, paragraphs


def context_of(
    kind: Kind, facts: Facts, *, language: Language, guest_name: str | None, link: str, terms: str, now: datetime
) -> dict[str, Any]:
    """Exactly the variables that `VARIABLES[kind]` promises."""
    about = facts.about
    zone = ZoneInfo(about.time_zone)
    words: dict[str, Any] = {
        "guest_name": name_to_greet(guest_name),
        "venue_name": one_line(about.venue_name, 100),
        "place": languages.place(language, about.trade),
        "party": about.party,
        "link": link,
        "terms": paragraphs(terms),
        "explanation": paragraphs(facts.explanation),
        "reason": one_line(facts.reason, 300),
        "from_waitlist": facts.from_entry,
        "eta_beyond_rules": facts.eta_beyond_rules,
        "by_rule": facts.by == "policy",
        "by_guest": facts.by == "guest",
        "previous_party": facts.previous_party if facts.previous_party is not None else about.party,
    }
    if facts.booking is not None:
        words |= _of_booking(facts, facts.booking, language, zone)
    elif facts.entry is not None and facts.offer is not None:
        words |= _of_offer(facts.entry, facts.offer, language, zone, now)
    return {name: words[name] for name in VARIABLES[kind]}


def _of_booking(facts: Facts, booking: BookingFacts, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    def near(instant: datetime | None) -> str:
        return "" if instant is None else languages.clock_near(language, instant, zone, booking.expected_by)

    starts_at, ends_at = booking.starts_at, booking.ends_at
    previous_starts, previous_ends = facts.previous_starts_at or starts_at, facts.previous_ends_at or ends_at
    return {
        **_place_and_time(language, booking.trade, starts_at, ends_at, zone),
        "code": one_line(booking.code, 20),
        "places": one_line(", ".join(booking.places)),
        "expected_by": near(booking.expected_by),
        "until": near(facts.until),
        "eta": near(facts.eta),
        "free_starts": [
            languages.day(language, start.astimezone(zone).date()) if booking.trade == "hotel" else near(start)
            for start in facts.free_starts
        ],
        "previous_when": _when(language, booking.trade, previous_starts, previous_ends, zone),
    }


def _of_offer(
    entry: EntryFacts, offer: OfferFacts, language: Language, zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    left = max(int((offer.expires_at - now).total_seconds() // 60), 1)
    return {
        **_place_and_time(language, entry.trade, offer.starts_at, offer.ends_at, zone),
        "places": one_line(", ".join(offer.places)),
        "expires": languages.clock_near(language, offer.expires_at, zone, now),
        "minutes": left,
        "still_waiting": entry.state == "waiting",
    }


def _place_and_time(
    language: Language, trade: str, starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    return {
        "hotel": trade == "hotel",
        "when": _when(language, trade, starts_at, ends_at, zone),
        "day": languages.day(language, starts_at.astimezone(zone).date()),
        "starts": languages.clock(starts_at, zone),
        "nights": _nights(starts_at, ends_at, zone) if trade == "hotel" else 0,
    }


def _nights(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> int:
    return max((ends_at.astimezone(zone).date() - starts_at.astimezone(zone).date()).days, 1)


def _when(language: Language, trade: str, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    first = starts_at.astimezone(zone).date()
    if trade != "hotel":
        return f"{languages.day(language, first)}, {languages.clock(starts_at, zone)}"
    last = ends_at.astimezone(zone).date()
    nights = languages.count(language, _nights(starts_at, ends_at, zone), "night")
    return f"{languages.day(language, first, weekday=False)} – {languages.day(language, last, weekday=False)}, {nights}"
