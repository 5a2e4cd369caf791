from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.remember_booking import remember_booking
from notify.domain.kinds import Kind
from notify.domain.overtaken import ABOUT_A_COMING_GUEST
from notify.heard import BookingHeard


async def when_guest_is_here_drop_what_was_to_be_told(heard: Heard[BookingHeard], work: Work) -> None:
    """Arrived, or come back after a release: what was not sent yet is no news any more."""
    await remember_booking(
        heard.data.booking.facts(),
        work,
        tenant=heard.tenant,
        overtakes=ABOUT_A_COMING_GUEST | {Kind.RELEASED},
        why="the guest is here",
    )
