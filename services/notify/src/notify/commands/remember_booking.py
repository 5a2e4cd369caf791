from collections.abc import Collection

from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.domain.facts import BookingFacts
from notify.domain.kinds import Kind


async def remember_booking(
    booking: BookingFacts, work: Work, *, tenant: str, overtakes: Collection[Kind] = (), why: str = ""
) -> None:
    """Keep what was heard of a booking, and drop the messages that it overtakes."""
    await work.bookings.remember(tenant, booking)
    if overtakes:
        await withdraw_messages(overtakes, work, tenant=tenant, booking_id=booking.id, why=why)
