"""What becomes of a message is told to the world in the transaction that decides it."""

from typing import Any, assert_never, cast

from notify.adapters.work import Work
from notify.domain.kinds import Status
from notify.domain.message import Message
from notify.events import MessageDropped, MessageEvent, MessageFailed, MessageSent


def tell_outcome(message: Message, work: Work) -> None:
    """Publish the final status; a message that is still on its way tells nothing."""
    about: dict[str, Any] = {
        "message_id": message.id,
        "kind": message.kind.value,
        "language": message.language,
        "channel": "email",
        "guest_id": message.guest_id,
        "booking_id": message.booking_id,
        "entry_id": message.entry_id,
        "event_id": message.event_id,
    }
    match message.status:
        case Status.SENT:
            event: MessageEvent = MessageSent(**about, sent_at=work.now, attempts=message.attempts)
        case Status.PERMANENT_FAILURE:
            reason = message.reason or "refused"
            event = MessageFailed(**about, failed_at=work.now, attempts=message.attempts, reason=reason)
        case Status.DROPPED:
            event = MessageDropped(**about, dropped_at=work.now, reason=cast(Any, message.reason))
        case Status.CREATED | Status.SENDING | Status.TEMPORARY_FAILURE | Status.DELIVERED:
            return
        case _:
            assert_never(message.status)
    work.transaction.publish(event, tenant=message.tenant)
