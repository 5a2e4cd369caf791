"""Change a booking: time, party, place, guarantee, notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.adapters.allocations import of_booking
from booking.adapters.work import Work
from booking.commands.offer_freed_place import OfferFreedPlace, offer_freed_place
from booking.commands.take_place import take_place
from booking.domain import changing, life
from booking.domain.booking import Booking, Guarantee, State
from booking.domain.errors import WrongState
from booking.domain.expected import expected_by
from booking.domain.ids import BookingId, ResourceId, TenantId
from booking.domain.period import Period, without
from booking.domain.places import Place, Wish, seats, suits
from booking.domain.venue import Venue
from booking.domain.wished_period import Stay, WishedTime, wished_stay


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBooking:
    """`changes` holds the fields to change, among them `time` (a WishedTime)."""

    tenant: TenantId
    booking_id: BookingId
    changes: Mapping[str, Any]

    @property
    def remarks_only(self) -> bool:
        return self.changes.keys() <= {"notes", "metadata", "external_id"}


async def lock_for_change(command: ChangeBooking, work: Work) -> Booking:
    """The booking as it will be changed. Moving may need any resource of the venue, so all are locked first."""
    if command.remarks_only:
        return await work.bookings.lock(command.tenant, command.booking_id)
    return await work.lock_with_places(command.tenant, command.booking_id, whole_venue=True)


async def change_booking(command: ChangeBooking, work: Work, *, booking: Booking | None = None) -> Booking:
    """Agree anew on what is said; the rest stays.

    - A changed time ends lateness and hold, and everything starts anew.
    - The place stays the same if it still serves the party, else another is taken: whole, or nothing changes.
    - A party that is here may stay longer, grow, or move to another place; the start has been.
    - What becomes free is offered to the waitlist in the same transaction.
    - Notes, metadata and the caller's own id may change at any time; nobody is told of them.
    """
    known = booking or await lock_for_change(command, work)
    remarks = changing.Remarks(
        notes=command.changes.get("notes", known.notes),
        metadata=command.changes.get("metadata", known.metadata),
        external_id=command.changes.get("external_id", known.external_id),
    )
    venue = await work.venues.get(command.tenant, known.venue_id)
    agreed = _as_it_is(known)
    if not command.remarks_only:
        if not known.has_place:
            raise WrongState("change", known.state)
        agreed = await _agreed_anew(command.changes, known, venue, work)
    step = changing.change(known, agreed, remarks, now=work.now)
    changed = await work.save(step)
    moved = changed.expected_by != known.expected_by or changed.period != known.period
    if moved and changed.state is State.CONFIRMED:
        work.alarms.when_late_is_due(changed, life.late_is_due(changed, venue.late_after))
    if changed.period != known.period or changed.resource_ids != known.resource_ids:
        await _offer_what_became_free(known, changed, venue, work)
    return changed


async def _agreed_anew(changes: Mapping[str, Any], known: Booking, venue: Venue, work: Work) -> changing.Agreed:
    stay = Stay(period=known.period, check_in=known.check_in, check_out=known.check_out)
    if "time" in changes:
        stay = wished_stay(venue, _completed(changes["time"], known, venue), now=work.now)
    stated: datetime | None = changes.get("expected_at", known.expected_at)
    expected = known.expected_by
    awaited = known.state is State.CONFIRMED
    if awaited and (stay.period != known.period or "expected_at" in changes):
        expected = expected_by(venue, stay.period, stated=stated, confirmed_at=known.confirmed_at)
    wish = Wish(
        party=changes.get("party", known.party),
        kind=changes.get("kind", known.kind),
        area=changes.get("area", known.area),
    )
    resource_ids = await _place_for(changes.get("resource_ids"), wish, stay.period, known, venue, work=work)
    return changing.Agreed(
        period=stay.period,
        check_in=stay.check_in,
        check_out=stay.check_out,
        expected_by=expected,
        expected_at=stated,
        party=wish.party,
        guarantee=Guarantee(changes.get("guarantee", known.guarantee)),
        kind=wish.kind,
        area=wish.area,
        resource_ids=resource_ids,
    )


def _completed(time: WishedTime, known: Booking, venue: Venue) -> WishedTime:
    """What was not said about the time is as before: a moved start keeps the length, a moved end the start."""
    if venue.by_nights:
        return WishedTime(
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            duration=time.duration,
            check_in=time.check_in or known.check_in,
            check_out=time.check_out or known.check_out,
        )
    unsaid_length = time.ends_at is None and time.duration is None
    return WishedTime(
        starts_at=time.starts_at or known.period.starts_at,
        ends_at=time.ends_at,
        duration=known.period.length if unsaid_length else time.duration,
        check_in=time.check_in,
        check_out=time.check_out,
    )


async def _place_for(
    named: tuple[ResourceId, ...] | None,
    wish: Wish,
    period: Period,
    known: Booking,
    venue: Venue,
    *,
    work: Work,
) -> tuple[ResourceId, ...]:
    same = await work.resources.named(known.tenant, known.resource_ids)
    keeps = named is None and _still_serves(same, wish)
    if keeps and period == known.period:
        return known.resource_ids
    holder = of_booking(known.id)
    await work.allocations.give_back(known.tenant, holder)
    if known.state is not State.CONFIRMED:
        period = period.from_(work.now) or period
    if keeps and await work.allocations.take(known.tenant, same, period, holder):
        return known.resource_ids
    place = await take_place(work, venue, wish, period, holder, named=named)
    return tuple(one.id for one in place)


def _still_serves(place: Place, wish: Wish) -> bool:
    if not all(suits(one, wish) for one in place):
        return False
    if len(place) == 1:
        return seats(place[0], wish.party)
    return sum(one.capacity_max for one in place) >= wish.party


async def _offer_what_became_free(before: Booking, after: Booking, venue: Venue, work: Work) -> None:
    kept = tuple(one for one in before.resource_ids if one in after.resource_ids)
    left = tuple(one for one in before.resource_ids if one not in after.resource_ids)
    if left:
        await offer_freed_place(OfferFreedPlace(venue=venue, resource_ids=left, freed=before.period), work)
    for rest in without(before.period, after.period) if kept else ():
        await offer_freed_place(OfferFreedPlace(venue=venue, resource_ids=kept, freed=rest), work)


def _as_it_is(booking: Booking) -> changing.Agreed:
    return changing.Agreed(**{name: getattr(booking, name) for name in changing.Agreed.__dataclass_fields__})
