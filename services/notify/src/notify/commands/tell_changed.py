from datetime import datetime

from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import DropReason, Kind
from notify.domain.moment import until_the_start
from notify.domain.overtaken import ABOUT_THE_OLD_TIME


async def tell_changed(
    booking: BookingFacts,
    work: Work,
    *,
    tenant: str,
    event_id: str,
    previous_starts_at: datetime,
    previous_ends_at: datetime,
    previous_party: int,
) -> None:
    """Tell what the booking is now, with a newer invitation.

    - What was not sent yet about the booking as it was is dropped: this message says all.
    - A guest who is here sees a change of table; it is not mailed.
    """
    await work.bookings.remember(tenant, booking)
    await withdraw_messages(
        ABOUT_THE_OLD_TIME, work, tenant=tenant, booking_id=booking.id, why="the booking was changed meanwhile"
    )
    here = None if booking.state == "confirmed" else (DropReason.CANCELLED, "the guest is here already")
    await write_message(
        Draft(
            kind=Kind.CHANGED,
            event_id=event_id,
            facts=Facts(
                booking=booking,
                previous_starts_at=previous_starts_at,
                previous_ends_at=previous_ends_at,
                previous_party=previous_party,
            ),
            not_after=until_the_start(booking),
            drop=here,
        ),
        work,
        tenant=tenant,
    )
