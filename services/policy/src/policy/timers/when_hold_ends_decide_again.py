"""The promised instant has passed: the rules are asked anew, with the facts of now."""

from messaging.reactions import DueTimer

from policy.adapters.work import Work
from policy.commands.decide_at_deadline import decide_at_deadline


async def when_hold_ends_decide_again(timer: DueTimer, work: Work) -> None:
    await decide_at_deadline(timer.tenant, timer.key, work)
