"""End the waiting of a party whose last start has passed."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain.ids import EntryId, TenantId
from booking.domain.waitlist import Entry, EntryState, end


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEntry:
    tenant: TenantId
    entry_id: EntryId


async def end_entry(command: EndEntry, work: Work) -> Entry:
    """The clock's question: can the party still start?

    An open offer is let run out first; who gives it up after the last start ends with it.
    """
    entry = await work.waitlist.lock(command.tenant, command.entry_id)
    if entry.state is EntryState.WAITING and work.now < entry.latest:
        work.alarms.when_entry_is_past(entry, entry.latest)
        return entry
    return await work.save_entry(end(entry, now=work.now))
