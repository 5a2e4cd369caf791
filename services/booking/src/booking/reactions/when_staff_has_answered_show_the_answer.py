"""A person has answered: the question is gone, and a kept place shows until when."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.show_question import ShowAnswer, show_answer
from booking.domain.ids import BookingId, TenantId
from booking.heard import StaffAnswered


async def when_staff_has_answered_show_the_answer(heard: Heard[StaffAnswered], work: Work) -> None:
    said = heard.data
    await show_answer(
        ShowAnswer(
            tenant=TenantId(heard.tenant),
            booking_id=BookingId(said.booking_id),
            decision_id=said.decision_id,
            answered_at=said.answered_at,
            keep_until=said.until if said.action == "keep" else None,
            starts_at=said.booking.starts_at,
        ),
        work,
    )
