"""The deadline dies."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.welcome_guest import welcome_guest
from policy.heard import ArrivedHeard


async def when_guest_arrives_end_hold(heard: Heard[ArrivedHeard], work: Work) -> None:
    await welcome_guest(HearBooking(tenant=heard.tenant, booking=heard.data.booking.as_booking()), work)
