from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_released import tell_released
from notify.domain.draft import in_language
from notify.domain.language import language_of
from notify.heard import BookingReleased


async def when_booking_is_released_tell_why_and_what_now(heard: Heard[BookingReleased], work: Work) -> None:
    booking = heard.data.booking.facts()
    await tell_released(
        booking,
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        released_at=heard.data.released_at,
        by=heard.data.by,
        until=heard.data.until,
        explanation=in_language(heard.data.explanation, language_of(booking.language)),
        free_starts=heard.data.free_starts,
    )
