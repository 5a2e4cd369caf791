"""The world was faster than the release."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.take_refusal import TakeRefusal, take_refusal
from policy.heard import ReleaseRefusedHeard
from policy.reactions.hearing import heard_booking


async def when_release_is_refused_decide_again(heard: Heard[ReleaseRefusedHeard], work: Work) -> None:
    data = heard.data
    await take_refusal(TakeRefusal(heard=heard_booking(heard), decision_id=data.decision_id, reason=data.reason), work)
