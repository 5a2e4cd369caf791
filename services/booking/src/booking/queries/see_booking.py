"""A booking with what is needed to show it: the guest and the names of its resources."""

from dataclasses import dataclass

from booking.adapters.guests import Guest
from booking.adapters.work import Work
from booking.domain.booking import Booking
from booking.domain.places import Resource
from booking.domain.venue import Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBooking:
    booking: Booking
    venue: Venue
    guest: Guest
    resources: tuple[Resource, ...]


async def see_booking(work: Work, booking: Booking, guest: Guest | None = None) -> SeenBooking:
    """What has been read in this transaction is not read again."""
    return SeenBooking(
        booking=booking,
        venue=await work.venues.get(booking.tenant, booking.venue_id),
        guest=guest or await work.guests.get(booking.tenant, booking.guest_id),
        resources=await work.resources.named(booking.tenant, booking.resource_ids),
    )
