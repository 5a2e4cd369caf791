"""The expected instant has passed, with the venue's patience: is the guest missing?"""

from messaging.reactions import DueTimer

from booking.adapters.work import Work
from booking.commands.declare_late import declare_missing_guest_late
from booking.domain.ids import BookingId, TenantId


async def when_expected_guest_is_missing_declare_late(timer: DueTimer, work: Work) -> None:
    await declare_missing_guest_late(TenantId(timer.tenant), BookingId(timer.key), work)
