"""The guest is expected again, with time to put it right."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.take_back_arrival import take_back_arrival
from policy.heard import BookingHeard
from policy.reactions.hearing import heard_booking


async def when_arrival_is_reverted_decide_again(heard: Heard[BookingHeard], work: Work) -> None:
    await take_back_arrival(heard_booking(heard), work)
