from notify.adapters.work import Work
from notify.commands.withdraw_messages import drop_unsent
from notify.domain.kinds import DropReason


async def erase_contact(work: Work, *, tenant: str, guest_id: str, sequence: int) -> None:
    """Forget a guest: the contact, the rendered copies, and the words in the facts.

    - What was not sent yet is dropped; what is just being sent is not tried again.
    - A contact that could not be read and lies among the dead letters goes from the log too.
    - That messages were sent, when, and of which kind, stays on record.
    """
    if not await work.contacts.erase(tenant, guest_id, sequence=sequence, now=work.now):
        return
    unsent = await work.messages.lock_unsent_to(tenant, guest_id)
    await drop_unsent(unsent, DropReason.ERASED, "the guest has been erased", work)
    await work.messages.blank_copies_to(tenant, guest_id)
    await work.transaction.forget_told(guest_id, tenant=tenant)
