"""A changed time ends the hold; any other change asks the rules again."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.follow_change import follow_change
from policy.heard import BookingHeard
from policy.reactions.hearing import heard_booking


async def when_booking_is_changed_start_anew(heard: Heard[BookingHeard], work: Work) -> None:
    await follow_change(heard_booking(heard), work)
