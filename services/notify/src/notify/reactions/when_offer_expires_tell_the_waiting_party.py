from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.tell_offer_expired import tell_offer_expired
from notify.heard import WaitlistOffer


async def when_offer_expires_tell_the_waiting_party(heard: Heard[WaitlistOffer], work: Work) -> None:
    await tell_offer_expired(
        heard.data.entry.facts(), heard.data.offer.facts(), work, tenant=heard.tenant, event_id=heard.id
    )
