"""A release was decided before the promised instant had come by our clock: now it has."""

from messaging.reactions import DueTimer

from booking.adapters.alarms import decision_of
from booking.adapters.work import Work
from booking.commands.release_booking import ReleaseBooking, release_booking
from booking.domain.ids import BookingId, TenantId


async def when_promised_instant_passes_release(timer: DueTimer, work: Work) -> None:
    await release_booking(
        ReleaseBooking(
            tenant=TenantId(timer.tenant), booking_id=BookingId(timer.key), decision=decision_of(timer.payload)
        ),
        work,
    )
