"""The rules of the moment become the booking's own."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.pin_terms import pin_terms
from policy.heard import ConfirmedHeard


async def when_booking_is_confirmed_pin_terms(heard: Heard[ConfirmedHeard], work: Work) -> None:
    booking = heard.data.booking.as_booking()
    await pin_terms(HearBooking(tenant=heard.tenant, booking=booking, walk_in=heard.data.walk_in), work)
