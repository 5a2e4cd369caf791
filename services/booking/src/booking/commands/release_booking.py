"""Release: give the place back because the grace window has ended."""

from dataclasses import dataclass, replace

from booking.adapters.free_starts import nearest_free_starts
from booking.adapters.work import Work
from booking.commands.free_place import free_place
from booking.domain import keeping
from booking.domain.booking import Booking, ReleaseDecision
from booking.domain.facts import Fact, Released, Step
from booking.domain.ids import BookingId, TenantId
from booking.domain.places import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBooking:
    """As decided by policy, or by a person of the house with a reason."""

    tenant: TenantId
    booking_id: BookingId
    decision: ReleaseDecision | None = None
    reason: str = ""


async def release_booking(command: ReleaseBooking, work: Work) -> Booking:
    """Give the place back.

    - Only a confirmed booking whose guest has not arrived can be released.
    - Never before the instant that was promised to the guest, by our own clock: a decision that comes early waits.
    - A decision that lost a race (arrived, changed, ended) or rests on older facts (stale) is refused; that is told.
    - Releasing twice changes nothing.
    - The freed place is offered to the waitlist in the same transaction.
    """
    booking = await work.lock_with_places(command.tenant, command.booking_id)
    decision = command.decision
    if decision is None:
        return await _end(booking, keeping.release_by_hand(booking, reason=command.reason, now=work.now), work)
    until = keeping.waits_until(booking, decision, now=work.now)
    step = keeping.release_as_decided(booking, decision, now=work.now)
    if isinstance(step.fact, Released) and until is not None:
        work.alarms.when_promise_passes(booking, decision, until)
        return booking
    return await _end(booking, step, work)


async def _end(booking: Booking, step: Step[Fact | None], work: Work) -> Booking:
    if isinstance(step.fact, Released):
        await free_place(booking, work)
        venue = await work.venues.get(booking.tenant, booking.venue_id)
        wish = Wish(party=booking.party, kind=booking.kind, area=booking.area)
        rest = booking.period.from_(work.now) or booking.period
        free_starts = await nearest_free_starts(work, venue, rest, wish)
        step = Step(step.booking, replace(step.fact, free_starts=free_starts))
        work.alarms.when_booking_ends(step.booking)
    return await work.save(step)
