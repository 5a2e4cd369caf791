"""Policy asks for a release; booking does it if the guest has still not come and nothing has changed."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.release_booking import ReleaseBooking, release_booking
from booking.domain.booking import ReleaseDecision
from booking.domain.ids import BookingId, TenantId
from booking.heard import ReleaseDecided


async def when_release_is_decided_release_booking(heard: Heard[ReleaseDecided], work: Work) -> None:
    said = heard.data
    decision = ReleaseDecision(
        decision_id=said.decision_id,
        decided_at=said.decided_at,
        booking_version=said.booking_version,
        starts_at=said.booking.starts_at,
        party=said.booking.party,
        until=said.until,
        explanation=said.explanation,
    )
    await release_booking(
        ReleaseBooking(tenant=TenantId(heard.tenant), booking_id=BookingId(said.booking_id), decision=decision), work
    )
