"""A decision holds no more: its hold is not shown any longer."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.end_hold import EndHold, end_hold
from booking.domain.ids import BookingId, TenantId
from booking.heard import HoldEnded


async def when_hold_ends_show_it_no_more(heard: Heard[HoldEnded], work: Work) -> None:
    await end_hold(
        EndHold(
            tenant=TenantId(heard.tenant),
            booking_id=BookingId(heard.data.booking_id),
            decision_id=heard.data.decision_id,
        ),
        work,
    )
