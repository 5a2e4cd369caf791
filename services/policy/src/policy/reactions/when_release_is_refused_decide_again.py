"""The world was faster than the release."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.take_refusal import TakeRefusal, take_refusal
from policy.heard import ReleaseRefusedHeard


async def when_release_is_refused_decide_again(heard: Heard[ReleaseRefusedHeard], work: Work) -> None:
    data = heard.data
    booking = HearBooking(tenant=heard.tenant, booking=data.booking.as_booking())
    await take_refusal(TakeRefusal(heard=booking, decision_id=data.decision_id, reason=data.reason), work)
