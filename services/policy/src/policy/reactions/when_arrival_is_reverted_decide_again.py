"""The guest is expected again, with time to put it right."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.take_back_arrival import take_back_arrival
from policy.heard import BookingHeard


async def when_arrival_is_reverted_decide_again(heard: Heard[BookingHeard], work: Work) -> None:
    await take_back_arrival(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), work)
