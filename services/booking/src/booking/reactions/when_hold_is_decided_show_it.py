"""Policy has promised the guest an instant; booking shows it."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.show_hold import ShowHold, show_hold
from booking.domain.booking import Hold
from booking.domain.ids import BookingId, TenantId
from booking.heard import HoldDecided


async def when_hold_is_decided_show_it(heard: Heard[HoldDecided], work: Work) -> None:
    said = heard.data
    hold = Hold(until=said.until, decided_at=said.decided_at, decision_id=said.decision_id, texts=said.explanation)
    await show_hold(
        ShowHold(
            tenant=TenantId(heard.tenant),
            booking_id=BookingId(said.booking_id),
            hold=hold,
            starts_at=said.booking.starts_at,
        ),
        work,
    )
