"""The deadline dies."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.welcome_guest import welcome_guest
from policy.heard import ArrivedHeard
from policy.reactions.hearing import heard_booking


async def when_guest_arrives_end_hold(heard: Heard[ArrivedHeard], work: Work) -> None:
    await welcome_guest(heard_booking(heard), work)
