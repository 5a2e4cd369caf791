"""Keep the place by hand."""

from dataclasses import dataclass
from datetime import datetime

from booking.adapters.work import Work
from booking.domain import keeping
from booking.domain.booking import Booking
from booking.domain.errors import PeriodInvalid
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBooking:
    tenant: TenantId
    booking_id: BookingId
    until: datetime
    reason: str


async def keep_booking(command: KeepBooking, work: Work) -> Booking:
    """A person keeps the place for an awaited guest, whether or not the rules have spoken.

    - Until an instant within the booking; never earlier than what was promised before.
    - A release that was decided before is stale.
    """
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    if not work.now < command.until <= booking.period.ends_at:
        raise PeriodInvalid("A place is kept from now on, and at most until the booking's end.")
    return await work.save(keeping.keep_by_hand(booking, until=command.until, reason=command.reason, now=work.now))
