from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_offered import tell_offered
from notify.heard import WaitlistOffer


async def when_place_is_offered_tell_the_waiting_party(heard: Heard[WaitlistOffer], work: Work) -> None:
    await tell_offered(heard.data.entry.facts(), heard.data.offer.facts(), work, tenant=heard.tenant, event_id=heard.id)
