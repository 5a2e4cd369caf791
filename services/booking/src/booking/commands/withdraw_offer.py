"""Withdraw an unanswered offer."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.commands.give_up_offer import give_up_offer
from booking.domain.ids import EntryId, TenantId
from booking.domain.waitlist import Entry, EntryFact


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawOffer:
    tenant: TenantId
    entry_id: EntryId
    reason: str | None = None


async def withdraw_offer(command: WithdrawOffer, work: Work) -> Entry:
    """The host takes an unanswered offer back, for a guest who has come after all, say.

    - The party is told, and waits on in its place in the line.
    - The place is free for the host, and not offered to the next one.
    """
    entry = await work.lock_entry_with_places(command.tenant, command.entry_id)
    return await give_up_offer(entry, EntryFact.WITHDRAWN, work, reason=command.reason)
