"""Put a new booking into the book, under a code that no other live booking of the tenant has."""

from dataclasses import replace

from booking.adapters.work import Work
from booking.domain.booking import Booking, State, Terms
from booking.domain.code import spoken_code
from booking.domain.facts import Confirmed, Step
from booking.domain.life import late_is_due
from booking.domain.venue import Venue

_CODES_TRIED = 20


async def add_booking(booking: Booking, venue: Venue, work: Work) -> Booking:
    """Write it, tell that it is confirmed, and have the clock look after the guest.

    The rules that policy has published for the venue are pinned at once, when they are what the caller showed.
    """
    booking = _with_known_terms(booking, venue)
    for attempt in range(_CODES_TRIED):
        coded = replace(booking, code=spoken_code(booking.id, attempt))
        if await work.bookings.add(coded):
            await work.tell(Step(coded, Confirmed()))
            if coded.state is State.CONFIRMED:
                work.alarms.when_late_is_due(coded, late_is_due(coded, venue.late_after))
            return coded
    raise RuntimeError("no free code was found; the tenant has too many live bookings for four characters")


def _with_known_terms(booking: Booking, venue: Venue) -> Booking:
    card = venue.card
    if card is None or booking.terms_version not in (None, card.version):
        return booking
    return replace(booking, terms=Terms(version=card.version, texts=card.texts), terms_version=card.version)
