"""Keep what was heard of a booking, whichever of its events came first."""

from dataclasses import dataclass, replace

from policy.adapters.booking_ref import booking_ref
from policy.adapters.work import Work
from policy.commands.keep_venue import keep_venue
from policy.domain.case import Booking, Case
from policy.domain.late_arrival import LATE_ARRIVAL_HOLD
from policy.domain.venue import venue_of
from policy.events import TermsSet


@dataclass(frozen=True, slots=True, kw_only=True)
class HearBooking:
    tenant: str
    booking: Booking
    walk_in: bool = False


async def hear_booking(command: HearBooking, work: Work) -> Case:
    """The booking's case, locked, with what was just heard, and with its terms. The caller saves it.

    - The terms are the version that the caller showed the guest, if this venue has it; else the version that was
      active when the booking was confirmed.
    - Terms are pinned once and told once, also when the confirmation itself was never heard.
    """
    case = await work.cases.lock(command.tenant, command.booking.id)
    if case is None:
        case = Case(tenant=command.tenant, booking=command.booking, was_walk_in=command.walk_in)
    case = case.heard(command.booking)
    if case.pinned_version_id is None:
        case = await _with_terms(case, work)
    return case


async def _with_terms(case: Case, work: Work) -> Case:
    booking = case.booking
    if await work.venues.get(case.tenant, booking.venue_id) is None:
        await keep_venue(venue_of(booking, tenant=case.tenant), work)
    shown = await work.rules.get(case.tenant, booking.terms_version) if booking.terms_version else None
    if shown is None or (shown.venue_id, shown.decision) != (booking.venue_id, LATE_ARRIVAL_HOLD):
        shown = await work.rules.active_at(case.tenant, booking.venue_id, LATE_ARRIVAL_HOLD, booking.confirmed_at)
    if shown is None:
        raise RuntimeError(f"the venue {booking.venue_id} has no rules")
    work.transaction.publish(
        TermsSet(
            booking_id=booking.id,
            booking=booking_ref(booking),
            terms_version=shown.version.id,
            terms=shown.card,
        ),
        tenant=case.tenant,
    )
    return replace(case, pinned_version_id=shown.version.id)
