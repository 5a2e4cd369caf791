from notify.adapters.work import Work
from notify.commands.write_message import write_message
from notify.domain.draft import Draft
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import DropReason, Kind
from notify.domain.moment import TERMS_WAIT, until_the_start


async def tell_confirmed(
    booking: BookingFacts, work: Work, *, tenant: str, event_id: str, walk_in: bool, from_entry: bool
) -> None:
    """Confirm a booking, with its terms and an invitation.

    - It is news until the start: what is heard later, as on a replay, is not mailed.
    - It waits at most a minute for the terms; then it leaves without, and they follow in a message of their own.
    - Who walked in is here already and gets nothing.
    """
    await work.bookings.remember(tenant, booking)
    await write_message(
        Draft(
            kind=Kind.CONFIRMED,
            event_id=event_id,
            facts=Facts(booking=booking, from_entry=from_entry),
            not_after=until_the_start(booking),
            waits_for_terms_until=work.now + TERMS_WAIT,
            drop=await _why_not(booking, work, tenant=tenant) if walk_in else None,
        ),
        work,
        tenant=tenant,
    )


async def _why_not(booking: BookingFacts, work: Work, *, tenant: str) -> tuple[DropReason, str]:
    known = await work.contacts.find(tenant, booking.guest_id)
    if known.contact is None or known.contact.email is None:
        return DropReason.NO_ADDRESS, "the guest walked in and left no address"
    return DropReason.MOMENT_PASSED, "the guest walked in and is here already"
