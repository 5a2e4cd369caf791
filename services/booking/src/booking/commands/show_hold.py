"""Show until when the place is kept."""

from dataclasses import dataclass
from datetime import datetime

from booking.adapters.work import Work
from booking.domain import keeping
from booking.domain.booking import Booking, Hold
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHold:
    """`starts_at` is the booking's start as it was known to who decided."""

    tenant: TenantId
    booking_id: BookingId
    hold: Hold
    starts_at: datetime


async def show_hold(command: ShowHold, work: Work) -> Booking:
    """The rules have spoken: the place is kept until an instant.

    - Only while the guest is awaited, and for the time that the booking has now.
    - A promise that was shown never gets earlier; what was decided earlier never replaces what was decided later.
    """
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    return await work.save(keeping.show_hold(booking, command.hold, starts_at=command.starts_at, now=work.now))
