"""The guest learns until when the place is kept."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.decide_late_guest import decide_late_guest
from policy.heard import BookingHeard
from policy.reactions.hearing import heard_booking


async def when_guest_is_late_decide_hold(heard: Heard[BookingHeard], work: Work) -> None:
    await decide_late_guest(heard_booking(heard), work)
