"""Start serving the guest."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain import life
from booking.domain.booking import Booking
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class StartService:
    tenant: TenantId
    booking_id: BookingId


async def start_service(command: StartService, work: Work) -> Booking:
    """The guest who has arrived is being served."""
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    return await work.save(life.start(booking, now=work.now))
