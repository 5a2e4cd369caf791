"""A changed time ends the hold; any other change asks the rules again."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.follow_change import follow_change
from policy.commands.hear_booking import HearBooking
from policy.heard import BookingHeard


async def when_booking_is_changed_start_anew(heard: Heard[BookingHeard], work: Work) -> None:
    await follow_change(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), work)
