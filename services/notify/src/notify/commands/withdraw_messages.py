from collections.abc import Collection, Sequence
from dataclasses import replace

from notify.adapters.work import Work
from notify.commands.tell_outcome import tell_outcome
from notify.domain.kinds import DropReason, Kind, Status
from notify.domain.message import Message


async def withdraw_messages(
    kinds: Collection[Kind],
    work: Work,
    *,
    tenant: str,
    why: str,
    booking_id: str | None = None,
    entry_id: str | None = None,
) -> None:
    """Drop what has been overtaken and is not sent yet.

    - What is just being sent is left to its worker; if that fails, it is not tried again.
    - What was sent stays sent.
    """
    unsent = await work.messages.lock_unsent(tenant, kinds, booking_id=booking_id, entry_id=entry_id)
    await drop_unsent(unsent, DropReason.CANCELLED, why, work)


async def drop_unsent(unsent: Sequence[Message], reason: DropReason, why: str, work: Work) -> None:
    """Drop these messages, which the caller has locked."""
    for message in unsent:
        if message.status is Status.SENDING:
            await work.messages.note_withdrawal(replace(message, withdrawn=reason))
            continue
        dropped = message.dropped(reason, work.now, why)
        await work.messages.save(dropped)
        tell_outcome(dropped, work)
