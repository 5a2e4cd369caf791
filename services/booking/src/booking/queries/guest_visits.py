"""Whether a guest has anything to do with some venues."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from booking.adapters.bookings import BOOKING
from booking.adapters.waitlist import ENTRY
from booking.adapters.work import Work
from booking.domain.ids import GuestId, TenantId


async def is_guest_of(work: Work, tenant: TenantId, guest_id: GuestId, venues: Sequence[str]) -> bool:
    """A booking or a waitlist entry at one of the venues."""
    of_guest = [
        select(table.c.id)
        .where(table.c.tenant_id == tenant, table.c.guest_id == guest_id, table.c.venue_id.in_(venues))
        .exists()
        for table in (BOOKING, ENTRY)
    ]
    found: bool = (await work.transaction.session.execute(select(or_(*of_guest)))).scalar_one()
    return found
