"""The guest came."""

from policy.adapters.work import Work
from policy.commands.end_hold import EndHold, end_hold
from policy.commands.hear_booking import HearBooking, hear_booking
from policy.commands.record_cause import record_cause
from policy.commands.tell_standing import GuestOf
from policy.commands.withdraw_cause import withdraw_cause
from policy.domain.standing import CauseKind


async def welcome_guest(command: HearBooking, work: Work) -> None:
    """The deadline dies, and keeping one's word counts for the standing.

    - A walk-in has promised nothing, so nothing is counted.
    """
    case = await hear_booking(command, work)
    await work.cases.save(await end_hold(EndHold(case=case, reason="arrived"), work), work.now)
    if not case.was_walk_in:
        await record_cause(_guest(command), CauseKind.ARRIVAL, work)


async def welcome_guest_back(command: HearBooking, work: Work) -> None:
    """A released booking was taken back: the guest was late, not absent.

    - The late release is withdrawn from the standing.
    """
    case = await hear_booking(command, work)
    await work.cases.save(await end_hold(EndHold(case=case, reason="arrived"), work), work.now)
    await withdraw_cause(_guest(command), CauseKind.LATE_RELEASE, work)


def _guest(command: HearBooking) -> GuestOf:
    booking = command.booking
    return GuestOf(tenant=command.tenant, guest_id=booking.guest_id, booking_id=booking.id)
