"""The booking as policy's events carry it."""

from policy.domain.case import Booking
from policy.events import BookingRef


def booking_ref(booking: Booking) -> BookingRef:
    return BookingRef(
        id=booking.id,
        code=booking.code,
        version=booking.version,
        venue_id=booking.venue_id,
        venue_name=booking.venue_name,
        trade=booking.trade,  # type: ignore[arg-type]  # pydantic refuses any other trade
        time_zone=booking.time_zone,
        language=booking.language,
        guest_id=booking.guest_id,
        party=booking.party,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        expected_by=booking.expected_by,
    )
