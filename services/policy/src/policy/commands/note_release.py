"""The place was given back."""

from dataclasses import dataclass
from datetime import datetime

from policy.adapters.work import Work
from policy.commands.end_hold import EndHold, end_hold
from policy.commands.hear_booking import HearBooking, hear_booking
from policy.commands.record_cause import record_cause
from policy.commands.tell_standing import GuestOf
from policy.domain.standing import CauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRelease:
    heard: HearBooking
    by_policy: bool
    released_at: datetime


async def note_release(command: NoteRelease, work: Work) -> None:
    """The hold is over, and the standing has a cause more.

    - A release by hand ends the hold for the world too; one that policy asked for is told already.
    - By hand it counts against the guest only when the guest was already expected: whoever told us early of being
      late stands no worse than whoever kept silent.
    """
    case = await hear_booking(command.heard, work)
    booking = case.booking
    was_late = command.by_policy or command.released_at > booking.expected_by
    ended = await end_hold(EndHold(case=case, reason="released", told=not command.by_policy), work)
    await work.cases.save(ended, work.now)
    if was_late:
        guest = GuestOf(tenant=case.tenant, guest_id=booking.guest_id, booking_id=booking.id)
        await record_cause(guest, CauseKind.LATE_RELEASE, work)
