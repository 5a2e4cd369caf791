"""An arrival was taken back: somebody had tapped the wrong booking."""

from policy.adapters.work import Work
from policy.commands.decide_hold import DecideHold, decide_hold
from policy.commands.hear_booking import HearBooking, hear_booking
from policy.commands.tell_standing import GuestOf
from policy.commands.withdraw_cause import withdraw_cause
from policy.domain.standing import CauseKind


async def take_back_arrival(command: HearBooking, work: Work) -> None:
    """Expect the guest again.

    - After the agreed time the rules are asked again, and the place is kept at least five minutes more.
    - What was told before still stands; the arrival no longer counts for the standing.
    """
    case = (await hear_booking(command, work)).arrival_taken_back(now=work.now)
    booking = case.booking
    if booking.late is not None or work.now >= booking.expected_by:
        case = await decide_hold(DecideHold(case=case), work)
    await work.cases.save(case, work.now)
    guest = GuestOf(tenant=case.tenant, guest_id=booking.guest_id, booking_id=booking.id)
    await withdraw_cause(guest, CauseKind.ARRIVAL, work)
