"""The page of an offer: what, until when, yes or no; and afterwards what became of it."""

from dataclasses import dataclass
from datetime import datetime

from booking.domain.booking import Booking
from booking.domain.period import Period
from booking.domain.waitlist import Entry, EntryState
from booking.pages.view import Button, Tone, View
from booking.pages.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOffer:
    """An offer as it was made, with what became of it: open, accepted, declined, expired, withdrawn or left."""

    entry: Entry
    state: str
    period: Period
    expires_at: datetime
    booking: Booking | None = None

    def is_open(self, now: datetime) -> bool:
        return self.state == "open" and now < self.expires_at


def offer_view(offer: MadeOffer, say: Wording, *, booking_link: str | None, now: datetime) -> View:
    """What the waiting party sees now. `booking_link`: the page of the booking that came of it."""
    if offer.is_open(now):
        return _open(offer, say, now)
    if offer.state == "accepted":
        return _accepted(offer, say, booking_link)
    declined = offer.state == "declined"
    state = offer.entry.state
    lead = [say.say("offer.declined.lead" if declined else "offer.gone.lead")]
    if state in (EntryState.WAITING, EntryState.OFFERED):
        lead.append(say.say("offer.waiting_on"))
    elif state is not EntryState.ACCEPTED:
        lead.append(say.say("offer.waits_no_more"))
    return View(
        language=say.language,
        title=say.say("offer.declined.title" if declined else "offer.gone.title"),
        tone=Tone.OVER,
        venue_name=say.venue.name,
        lead=lead,
        facts=_facts(offer, say),
        footnote=say.say("local_time"),
        status=200 if declined else 410,
    )


def _open(offer: MadeOffer, say: Wording, now: datetime) -> View:
    expires = say.clock(offer.expires_at)
    return View(
        language=say.language,
        title=say.say("offer.title"),
        tone=Tone.WAITING,
        venue_name=say.venue.name,
        lead=[
            say.say("offer.lead", expires=expires, minutes=say.lasting(offer.expires_at - now)),
            say.say("offer.then"),
        ],
        facts=[*_facts(offer, say), (say.say("label.offer_ends"), expires)],
        buttons=[
            Button(action="/accept", text=say.say("offer.accept"), weight="strong"),
            Button(action="/decline", text=say.say("offer.decline")),
        ],
        footnote=say.say("local_time"),
    )


def _accepted(offer: MadeOffer, say: Wording, booking_link: str | None) -> View:
    booking = offer.booking
    return View(
        language=say.language,
        title=say.say("offer.accepted.title"),
        tone=Tone.GOOD,
        venue_name=say.venue.name,
        lead=[say.say("offer.accepted.lead")],
        facts=_facts(offer, say),
        code=(say.say("label.code"), booking.code) if booking is not None else None,
        buttons=_to_booking(say, booking_link),
        footnote=say.say("local_time"),
    )


def _to_booking(say: Wording, link: str | None) -> list[Button]:
    if link is None:
        return []
    return [Button(action=link, text=say.say("back.button"), weight="strong", posts=False, elsewhere=True)]


def _facts(offer: MadeOffer, say: Wording) -> list[tuple[str, str]]:
    return [
        (say.say("label.when"), say.when(offer.period)),
        (say.say("label.party"), say.count(offer.entry.party, "guest")),
    ]
