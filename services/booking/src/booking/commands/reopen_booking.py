"""Reopen: take a released booking back."""

from dataclasses import dataclass
from typing import Literal

from booking.adapters.allocations import of_booking
from booking.adapters.work import Work
from booking.commands.take_place import take_place
from booking.domain import life
from booking.domain.booking import Booking, State
from booking.domain.errors import NoPlace, PlaceOffered
from booking.domain.ids import BookingId, TenantId
from booking.domain.period import Period
from booking.domain.places import Place, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenBooking:
    tenant: TenantId
    booking_id: BookingId
    by: Literal["guest", "host"] = "host"


async def reopen_booking(command: ReopenBooking, work: Work) -> Booking:
    """A guest who comes after the release was late, not absent.

    - The booking becomes arrived, on the same place if it is free, else on another that fits, for what is left.
    - While the place is offered to somebody and no other is free: PlaceOffered. The host may withdraw the offer.
    - It is not declared late again.
    """
    booking = await work.lock_with_places(command.tenant, command.booking_id, whole_venue=True)
    if booking.state is not State.RELEASED:
        return await work.save(life.reopen(booking, by=command.by, resource_ids=booking.resource_ids, now=work.now))
    life.require_reopenable(booking, now=work.now)
    rest = booking.period.from_(work.now) or booking.period
    place = await _same_or_other_place(booking, rest, work)
    resource_ids = tuple(one.id for one in place)
    return await work.save(life.reopen(booking, by=command.by, resource_ids=resource_ids, now=work.now))


async def _same_or_other_place(booking: Booking, rest: Period, work: Work) -> Place:
    holder = of_booking(booking.id)
    same = await work.resources.named(booking.tenant, booking.resource_ids)
    if await work.allocations.take(booking.tenant, same, rest, holder):
        return same
    venue = await work.venues.get(booking.tenant, booking.venue_id)
    wish = Wish(party=booking.party, kind=booking.kind, area=booking.area)
    try:
        return await take_place(work, venue, wish, rest, holder)
    except NoPlace:
        taken = await work.allocations.taken(booking.tenant, booking.resource_ids, rest)
        if any(one.holder.kind == "offer" for one in taken):
            raise PlaceOffered("The place is offered to a party that waits.") from None
        raise
