"""A party's last start has passed: does it still wait?"""

from messaging.reactions import DueTimer

from booking.adapters.work import Work
from booking.commands.end_entry import EndEntry, end_entry
from booking.domain.ids import EntryId, TenantId


async def when_entry_is_past_end_it(timer: DueTimer, work: Work) -> None:
    await end_entry(EndEntry(tenant=TenantId(timer.tenant), entry_id=EntryId(timer.key)), work)
