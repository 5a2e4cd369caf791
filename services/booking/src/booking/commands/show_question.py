"""Show what the rules leave to a person, and that it was answered."""

from dataclasses import dataclass
from datetime import datetime

from booking.adapters.work import Work
from booking.domain import keeping
from booking.domain.booking import Booking, Hold, Question
from booking.domain.ids import BookingId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuestion:
    tenant: TenantId
    booking_id: BookingId
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnswer:
    """`keep_until` when the answer was to keep the place."""

    tenant: TenantId
    booking_id: BookingId
    decision_id: str
    answered_at: datetime
    keep_until: datetime | None
    starts_at: datetime


async def show_question(command: ShowQuestion, work: Work) -> Booking:
    """A person must answer; the place is kept meanwhile."""
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    return await work.save(keeping.show_question(booking, command.question, now=work.now))


async def show_answer(command: ShowAnswer, work: Work) -> Booking:
    """The question was answered; what was answered with keeping shows until when."""
    booking = await work.bookings.lock(command.tenant, command.booking_id)
    step = keeping.show_answer(booking, decision_id=command.decision_id, now=work.now)
    if command.keep_until is not None:
        hold = Hold(until=command.keep_until, decided_at=command.answered_at, decision_id=command.decision_id, texts={})
        step = keeping.show_hold(step.booking, hold, starts_at=command.starts_at, now=work.now)
    return await work.save(step)
