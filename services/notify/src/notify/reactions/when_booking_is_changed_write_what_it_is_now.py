from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_changed import tell_changed
from notify.heard import BookingChanged


async def when_booking_is_changed_write_what_it_is_now(heard: Heard[BookingChanged], work: Work) -> None:
    await tell_changed(
        heard.data.booking.facts(),
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        previous_starts_at=heard.data.previous_starts_at,
        previous_ends_at=heard.data.previous_ends_at,
        previous_party=heard.data.previous_party,
    )
