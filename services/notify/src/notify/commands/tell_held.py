from datetime import datetime

from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import DropReason, Kind
from notify.domain.overtaken import Promise, best_of, is_overtaken


async def tell_held(
    told: BookingFacts,
    work: Work,
    *,
    tenant: str,
    event_id: str,
    kind: Kind,
    until: datetime,
    eta: datetime | None,
    eta_beyond_rules: bool,
    explanation: str,
) -> None:
    """Tell a late guest until when the place is kept: by the rules (`held`) or by a person (`staff_answered`).

    - It is news until that instant.
    - The same promise is told once, whoever makes it and however often it is decided anew; a new ETA that changes
      neither the instant nor what lies beyond the rules is no news.
    - A newer promise replaces one that was not sent yet.
    - If booking has told meanwhile that the guest is here, or that the booking has ended or moved, it is dropped.
    """
    known = await work.bookings.find(tenant, told.id)
    promise = Promise(until=until, eta_beyond_rules=eta_beyond_rules, expected_by=told.expected_by)
    if await work.messages.last_promise(tenant, told.id) == promise:
        return
    await withdraw_messages(
        {Kind.HELD, Kind.STAFF_ANSWERED}, work, tenant=tenant, booking_id=told.id, why="a newer promise replaces it"
    )
    overtaken = (DropReason.CANCELLED, "the booking had gone on meanwhile") if is_overtaken(told, known) else None
    await write_message(
        Draft(
            kind=kind,
            event_id=event_id,
            facts=Facts(
                booking=best_of(told, known),
                until=until,
                eta=eta,
                eta_beyond_rules=eta_beyond_rules,
                explanation=explanation,
            ),
            not_after=until,
            drop=overtaken,
        ),
        work,
        tenant=tenant,
    )
