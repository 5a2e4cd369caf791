"""The standing has a cause more."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.note_release import NoteRelease, note_release
from policy.heard import ReleasedHeard
from policy.reactions.hearing import heard_booking


async def when_booking_is_released_record_cause(heard: Heard[ReleasedHeard], work: Work) -> None:
    data = heard.data
    await note_release(
        NoteRelease(heard=heard_booking(heard), by_policy=data.by == "policy", released_at=data.released_at), work
    )
