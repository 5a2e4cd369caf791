from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_cancelled import tell_cancelled
from notify.heard import BookingCancelled


async def when_booking_is_cancelled_confirm_it(heard: Heard[BookingCancelled], work: Work) -> None:
    await tell_cancelled(
        heard.data.booking.facts(),
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        by=heard.data.by,
        reason=heard.data.reason or "",
    )
