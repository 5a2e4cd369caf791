from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_held import tell_held
from notify.domain.kinds import Kind
from notify.heard import StaffAnswered


async def when_staff_answered_tell_until_when(heard: Heard[StaffAnswered], work: Work) -> None:
    """Only "keep" is told from here: "release" is told when the place has been given back."""
    if heard.data.action != "keep":
        return
    booking = heard.data.booking.facts()
    await tell_held(
        booking,
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        kind=Kind.STAFF_ANSWERED,
        until=heard.data.until or booking.ends_at,
        eta=None,
        eta_beyond_rules=False,
        explanation="",
    )
