"""The booking as an invitation: a stable UID, a SEQUENCE that grows with the booking's version (RFC 5545, 5546)."""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from notify.adapters.letters import languages
from notify.domain.facts import BookingFacts
from notify.domain.kinds import Kind
from notify.domain.language import Language
from notify.domain.safe_text import one_line

_METHODS = {Kind.CONFIRMED: "REQUEST", Kind.CHANGED: "REQUEST", Kind.CANCELLED: "CANCEL"}


def method_of(kind: Kind) -> str:
    """REQUEST, CANCEL, or empty for a message without an invitation."""
    return _METHODS.get(kind, "")


def invitation(
    booking: BookingFacts, *, method: str, language: Language, link: str, organizer: str, attendee: str, now: datetime
) -> str:
    """An iCalendar object with this booking alone. Times are instants in UTC, which no zone table can get wrong."""
    venue = one_line(booking.venue_name, 100)
    what = languages.place(language, booking.trade).capitalize()
    event = Event()
    event.add("uid", f"{booking.id}@holdfast")
    event.add("sequence", booking.version)
    event.add("dtstamp", now)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"{venue}: {what}, {languages.count(language, booking.party, 'guest')}")
    event.add("location", vText(venue))
    event.add("description", vText(f"{one_line(booking.code, 20)}\n{link}"))
    event.add("url", vUri(link))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _person(organizer, venue))
    event.add("attendee", _person(attendee, ""))
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//notify//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["cn"] = vText(name)
    else:
        person.params["partstat"] = vText("ACCEPTED")
        person.params["rsvp"] = vText("FALSE")
    return person
