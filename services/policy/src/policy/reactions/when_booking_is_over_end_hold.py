"""Finished, or judged a no-show: there is nothing left to decide."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.close_hold import close_hold
from policy.commands.hear_booking import HearBooking
from policy.heard import BookingHeard


async def when_booking_is_over_end_hold(heard: Heard[BookingHeard], work: Work) -> None:
    await close_hold(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), "ended", work)
