from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_confirmed import tell_confirmed
from notify.heard import BookingConfirmed


async def when_booking_is_confirmed_write_confirmation(heard: Heard[BookingConfirmed], work: Work) -> None:
    await tell_confirmed(
        heard.data.booking.facts(),
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        walk_in=heard.data.walk_in,
        from_entry=heard.data.from_entry_id is not None,
    )
