from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_held import tell_held
from notify.domain.draft import in_language
from notify.domain.kinds import Kind
from notify.domain.language import language_of
from notify.heard import HoldDecided


async def when_hold_is_decided_tell_until_when(heard: Heard[HoldDecided], work: Work) -> None:
    booking = heard.data.booking.facts()
    await tell_held(
        booking,
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        kind=Kind.HELD,
        until=heard.data.until,
        eta=heard.data.eta,
        eta_beyond_rules=heard.data.eta_beyond_rules,
        explanation=in_language(heard.data.explanation, language_of(booking.language)),
    )
