from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.remember_booking import remember_booking
from notify.heard import BookingHeard


async def when_booking_goes_on_remember_it(heard: Heard[BookingHeard], work: Work) -> None:
    """Nothing to tell, but a promise that is heard later may be overtaken by it."""
    await remember_booking(heard.data.booking.facts(), work, tenant=heard.tenant)
