"""Pin the terms to a booking."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain import keeping
from booking.domain.booking import Booking, Terms
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class PinTerms:
    tenant: TenantId
    booking_id: BookingId
    terms: Terms


async def pin_terms(command: PinTerms, work: Work) -> Booking:
    """The booking stands under these rules, whatever the venue publishes later."""
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    return await work.save(keeping.pin_terms(booking, command.terms, now=work.now))
