"""The guest learns until when the place is kept."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.decide_late_guest import decide_late_guest
from policy.commands.hear_booking import HearBooking
from policy.heard import BookingHeard


async def when_guest_is_late_decide_hold(heard: Heard[BookingHeard], work: Work) -> None:
    await decide_late_guest(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), work)
