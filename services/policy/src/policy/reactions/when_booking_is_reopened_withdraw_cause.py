"""Late, not absent: the standing forgets the release."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.welcome_guest import welcome_guest_back
from policy.heard import BookingHeard


async def when_booking_is_reopened_withdraw_cause(heard: Heard[BookingHeard], work: Work) -> None:
    await welcome_guest_back(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), work)
