from collections.abc import Mapping

from notify.adapters.work import Work
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import Kind, Status
from notify.domain.moment import until_the_start
from notify.domain.overtaken import best_of

_ON_ITS_WAY = frozenset({Status.SENDING, Status.SENT, Status.DELIVERED})


async def remember_terms(
    told: BookingFacts, work: Work, *, tenant: str, event_id: str, terms_version: str, terms: Mapping[str, str]
) -> None:
    """Keep the terms of a booking for its confirmation.

    - A confirmation that waits for them can leave now.
    - If it has left without them, they follow in a message of their own, until the start.
    """
    await work.bookings.remember_terms(tenant, told.id, terms_version=terms_version, terms=terms)
    confirmations = await work.messages.last_of(tenant, {Kind.CONFIRMED}, booking_id=told.id)
    work.wake_sender()
    if not any(message.status in _ON_ITS_WAY and not message.with_terms for message in confirmations):
        return
    booking = best_of(told, await work.bookings.find(tenant, told.id))
    await write_message(
        Draft(kind=Kind.TERMS, event_id=event_id, facts=Facts(booking=booking), not_after=until_the_start(booking)),
        work,
        tenant=tenant,
    )
