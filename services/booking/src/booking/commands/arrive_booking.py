"""Note that the guest, or a part of the party, is here."""

from dataclasses import dataclass

from booking.adapters.work import Work
from booking.domain import life
from booking.domain.booking import Booking
from booking.domain.errors import PartyDoesNotFit
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveBooking:
    tenant: TenantId
    booking_id: BookingId
    arrived: int | None = None


async def arrive_booking(command: ArriveBooking, work: Work) -> Booking:
    """Note the arrival.

    - The first who comes keeps the place for the whole party; who comes later only raises the number.
    - A released booking is reopened, not arrived.
    - Exactly one of an arrival and a release happens, whichever takes the booking's lock first.
    """
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    if command.arrived is not None and command.arrived > booking.party:
        raise PartyDoesNotFit("More have arrived than the party counts: change the party first.")
    return await work.save(life.arrive(booking, arrived=command.arrived, now=work.now))
