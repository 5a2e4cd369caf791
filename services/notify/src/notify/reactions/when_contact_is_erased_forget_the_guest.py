from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.erase_contact import erase_contact
from notify.heard import GuestContactErased


async def when_contact_is_erased_forget_the_guest(heard: Heard[GuestContactErased], work: Work) -> None:
    await erase_contact(work, tenant=heard.tenant, guest_id=heard.subject, sequence=heard.sequence)
