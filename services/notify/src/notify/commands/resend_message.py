from dataclasses import replace

from notify.adapters.work import Work
from notify.domain.kinds import UNSENT, DropReason, Status
from notify.domain.message import Message
from notify.domain.moment import passed
from notify.domain.overtaken import ABOUT_A_COMING_GUEST, is_overtaken


class NoSuchMessage(Exception):
    pass


class StillOnItsWay(Exception):
    pass


class MomentPassed(Exception):
    pass


class Overtaken(Exception):
    pass


class GuestErased(Exception):
    pass


async def resend_message(work: Work, *, tenant: str, message_id: str) -> Message:
    """Send a message that has ended once more, as a message of its own in the same words.

    - The old one keeps its status: a final status never regresses.
    - Not while it is still on its way, not after its moment, not when it was overtaken, and not to an erased guest.

    Raises NoSuchMessage, StillOnItsWay, GuestErased, MomentPassed, Overtaken.
    """
    message = await work.messages.lock(tenant, message_id)
    if message is None:
        raise NoSuchMessage
    copies = await work.messages.lock_copies(message)
    if any(copy.status in UNSENT for copy in copies):
        raise StillOnItsWay
    if message.reason == DropReason.ERASED or (await work.contacts.find(tenant, message.guest_id)).erased:
        raise GuestErased
    if passed(message.not_after, work.now):
        raise MomentPassed
    if await _is_overtaken(message, work):
        raise Overtaken
    again = replace(
        message,
        id=work.new_message_id(),
        status=Status.CREATED,
        copy=max(copy.copy for copy in copies) + 1,
        created_at=work.now,
        waits_for_terms_until=None,
        with_terms=False,
        attempts=0,
        withdrawn=None,
        reason=None,
        detail=None,
        ended_at=None,
    )
    await work.messages.add(again)
    work.wake_sender()
    return again


async def _is_overtaken(message: Message, work: Work) -> bool:
    if message.reason == DropReason.CANCELLED:
        return True
    if message.facts.booking is None or message.kind not in ABOUT_A_COMING_GUEST:
        return False
    return is_overtaken(message.facts.booking, await work.bookings.find(message.tenant, message.facts.booking.id))
