from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.keep_contact import keep_contact
from notify.heard import GuestContactSet


async def when_contact_is_set_keep_it(heard: Heard[GuestContactSet], work: Work) -> None:
    await keep_contact(heard.data.contact(), work, tenant=heard.tenant, guest_id=heard.subject, sequence=heard.sequence)
