"""The standing has a cause more."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.hear_booking import HearBooking
from policy.commands.note_release import NoteRelease, note_release
from policy.heard import ReleasedHeard


async def when_booking_is_released_record_cause(heard: Heard[ReleasedHeard], work: Work) -> None:
    data = heard.data
    booking = HearBooking(tenant=heard.tenant, booking=data.booking.as_booking())
    await note_release(NoteRelease(heard=booking, by_policy=data.by == "policy", released_at=data.released_at), work)
