"""Withdraw a cause of a guest's standing."""

from policy.adapters.work import Work
from policy.commands.tell_standing import GuestOf, tell_standing
from policy.domain.standing import CauseKind


async def withdraw_cause(guest: GuestOf, kind: CauseKind, work: Work) -> None:
    """The cause stays in the ledger and counts no more. Withdrawing what does not count changes nothing."""
    if await work.standings.withdraw(guest.tenant, guest.guest_id, guest.booking_id, kind, work.now):
        await tell_standing(guest, f"{kind.value}_withdrawn", work)
