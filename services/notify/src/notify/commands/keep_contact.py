from notify.adapters.work import Work
from notify.domain.contact import Contact


async def keep_contact(contact: Contact, work: Work, *, tenant: str, guest_id: str, sequence: int) -> None:
    """Keep how to reach a guest, sealed; messages that waited for it can leave now.

    - Older news than what is kept, such as a contact from before an erasure, changes nothing.
    """
    if await work.contacts.keep(tenant, guest_id, sequence=sequence, contact=contact):
        work.wake_sender()
