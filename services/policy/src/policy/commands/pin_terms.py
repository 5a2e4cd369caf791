"""Pin the rules to a booking."""

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking, hear_booking


async def pin_terms(command: HearBooking, work: Work) -> None:
    """The rules that the guest accepted stay the guest's, whatever is published later.

    - Pinned once: the version that was shown, else the version active when the booking was confirmed.
    """
    case = await hear_booking(command, work)
    await work.cases.save(case, work.now)
