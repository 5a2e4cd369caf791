from collections.abc import Sequence
from datetime import datetime

from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import Kind
from notify.domain.moment import after_release
from notify.domain.overtaken import ABOUT_A_COMING_GUEST


async def tell_released(
    booking: BookingFacts,
    work: Work,
    *,
    tenant: str,
    event_id: str,
    released_at: datetime,
    by: str,
    until: datetime | None,
    explanation: str,
    free_starts: Sequence[datetime],
) -> None:
    """Tell what happened, why, and what can be done now. News for two hours.

    - What was not sent yet about the coming guest is dropped.
    """
    await work.bookings.remember(tenant, booking)
    await withdraw_messages(
        ABOUT_A_COMING_GUEST, work, tenant=tenant, booking_id=booking.id, why="the place was given back meanwhile"
    )
    await write_message(
        Draft(
            kind=Kind.RELEASED,
            event_id=event_id,
            facts=Facts(booking=booking, by=by, until=until, explanation=explanation, free_starts=tuple(free_starts)),
            not_after=after_release(released_at),
        ),
        work,
        tenant=tenant,
    )
