"""Leave the waitlist."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.commands.give_up_offer import free_offered_place
from booking.domain.ids import EntryId, TenantId
from booking.domain.waitlist import Entry, leave


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveWaitlist:
    tenant: TenantId
    entry_id: EntryId


async def leave_waitlist(command: LeaveWaitlist, work: Work) -> Entry:
    """The party waits no more.

    - What was offered to it goes to the next party that it fits, in the same transaction.
    - Leaving twice changes nothing.
    """
    entry = await work.lock_entry_with_places(command.tenant, command.entry_id)
    step = leave(entry, now=work.now)
    gone = await work.save_entry(step)
    if step.offer is not None:
        await free_offered_place(gone, step.offer, work, to_next=True)
    return gone
