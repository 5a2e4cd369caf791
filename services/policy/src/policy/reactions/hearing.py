"""From an event of a booking to a command's input."""

from typing import TypeVar

from messaging.heard import Heard

from policy.commands.hear_booking import HearBooking
from policy.heard import BookingHeard

B = TypeVar("B", bound=BookingHeard)


def heard_booking(heard: Heard[B]) -> HearBooking:
    """The tenant and the booking as the event's snapshot tells it."""
    return HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking())
