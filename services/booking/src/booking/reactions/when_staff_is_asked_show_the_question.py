"""The rules leave it to a person: the question is shown on the booking."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.show_question import ShowQuestion, show_question
from booking.domain.booking import Question
from booking.domain.ids import BookingId, TenantId
from booking.heard import StaffAsked


async def when_staff_is_asked_show_the_question(heard: Heard[StaffAsked], work: Work) -> None:
    said = heard.data
    question = Question(
        decision_id=said.decision_id,
        reason=said.reason,
        detail=said.detail,
        asked_at=said.asked_at,
        keep_until=said.keep_until,
    )
    await show_question(
        ShowQuestion(tenant=TenantId(heard.tenant), booking_id=BookingId(said.booking_id), question=question), work
    )
