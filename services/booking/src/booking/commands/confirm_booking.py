"""Confirm a booking: a guest has a claim on a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from messaging.ids import new_id

from booking.adapters.allocations import of_booking
from booking.adapters.guests import Guest
from booking.adapters.work import Work
from booking.commands.add_booking import add_booking
from booking.commands.know_guest import GuestDetails, know_guest
from booking.commands.take_place import take_place
from booking.domain.booking import Booking, Guarantee, State
from booking.domain.expected import expected_by
from booking.domain.ids import BookingId, ResourceId, TenantId, VenueId
from booking.domain.places import Wish
from booking.domain.wished_period import WishedTime, wished_stay


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBooking:
    tenant: TenantId
    venue_id: VenueId
    time: WishedTime
    party: int
    guest: GuestDetails = field(default_factory=GuestDetails)
    kind: str | None = None
    area: str | None = None
    resource_ids: tuple[ResourceId, ...] | None = None
    expected_at: datetime | None = None
    guarantee: Guarantee = Guarantee.NONE
    walk_in: bool = False
    source: str | None = None
    external_id: str | None = None
    notes: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    terms_version: str | None = None


async def confirm_booking(command: ConfirmBooking, work: Work) -> tuple[Booking, Guest]:
    """Take a place for the party and confirm the booking.

    - The smallest place that fits is taken, or exactly the named resources; joined ones all or nothing.
    - A restaurant's booking lies in the opening hours; a hotel's runs from check-in to check-out by the venue's wall.
    - A walk-in is born arrived.
    - The rules that the guest was shown are pinned to the booking.
    - Everything taken: NoPlace, with the nearest free starts.
    """
    venue = await work.venues.get(command.tenant, command.venue_id)
    stay = wished_stay(venue, command.time, now=work.now, walk_in=command.walk_in)
    expected = expected_by(venue, stay.period, stated=command.expected_at, confirmed_at=work.now)
    # before the place: two requests with one new guest must not wait for each other crosswise
    guest = await know_guest(command.guest, venue, work)
    booking_id = BookingId(new_id("bkg"))
    wish = Wish(party=command.party, kind=command.kind, area=command.area)
    place = await take_place(work, venue, wish, stay.period, of_booking(booking_id), named=command.resource_ids)
    booking = Booking(
        id=booking_id,
        tenant=command.tenant,
        venue_id=venue.id,
        guest_id=guest.id,
        code="",
        state=State.ARRIVED if command.walk_in else State.CONFIRMED,
        party=command.party,
        arrived_party=command.party if command.walk_in else None,
        period=stay.period,
        check_in=stay.check_in,
        check_out=stay.check_out,
        expected_by=expected,
        expected_at=command.expected_at,
        guarantee=command.guarantee,
        language=command.guest.language or guest.language,
        terms_version=command.terms_version,
        kind=command.kind,
        area=command.area,
        resource_ids=tuple(one.id for one in place),
        walk_in=command.walk_in,
        source=command.source,
        external_id=command.external_id,
        notes=command.notes,
        metadata=command.metadata,
        confirmed_at=work.now,
        arrived_at=work.now if command.walk_in else None,
        updated_at=work.now,
    )
    return await add_booking(booking, venue, work), guest
