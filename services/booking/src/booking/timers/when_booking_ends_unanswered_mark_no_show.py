"""A booking has ended: did its guest ever come?"""

from messaging.reactions import DueTimer

from booking.adapters.work import Work
from booking.commands.mark_no_show import mark_unanswered_no_show
from booking.domain.ids import BookingId, TenantId


async def when_booking_ends_unanswered_mark_no_show(timer: DueTimer, work: Work) -> None:
    await mark_unanswered_no_show(TenantId(timer.tenant), BookingId(timer.key), work)
