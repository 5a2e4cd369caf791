"""Record a cause of a guest's standing."""

from policy.adapters.work import Work
from policy.commands.tell_standing import GuestOf, tell_standing
from policy.domain.standing import Cause, CauseKind


async def record_cause(guest: GuestOf, kind: CauseKind, work: Work) -> None:
    """A cause counts once a booking, for a year. A changed class is told to the world."""
    cause = Cause(kind=kind, booking_id=guest.booking_id, at=work.now)
    await work.standings.record(guest.tenant, guest.guest_id, cause)
    await tell_standing(guest, kind.value, work)
