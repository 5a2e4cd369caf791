from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.remember_booking import remember_booking
from notify.domain.overtaken import ABOUT_A_COMING_GUEST
from notify.heard import BookingHeard


async def when_booking_is_over_drop_what_was_to_be_told(heard: Heard[BookingHeard], work: Work) -> None:
    """Finished, or a no-show: a promise that was not sent yet is no news any more."""
    await remember_booking(
        heard.data.booking.facts(), work, tenant=heard.tenant, overtakes=ABOUT_A_COMING_GUEST, why="the booking is over"
    )
