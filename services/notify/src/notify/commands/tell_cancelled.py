from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import Kind
from notify.domain.moment import until_the_start
from notify.domain.overtaken import ABOUT_A_COMING_GUEST


async def tell_cancelled(
    booking: BookingFacts, work: Work, *, tenant: str, event_id: str, by: str, reason: str
) -> None:
    """Tell that a booking is cancelled, and take the invitation back. News until the start.

    - What was not sent yet about the coming guest is dropped.
    """
    await work.bookings.remember(tenant, booking)
    await withdraw_messages(
        ABOUT_A_COMING_GUEST, work, tenant=tenant, booking_id=booking.id, why="the booking was cancelled meanwhile"
    )
    await write_message(
        Draft(
            kind=Kind.CANCELLED,
            event_id=event_id,
            facts=Facts(booking=booking, by=by, reason=reason),
            not_after=until_the_start(booking),
        ),
        work,
        tenant=tenant,
    )
