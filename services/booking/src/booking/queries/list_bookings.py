"""Lists of bookings: of a day, of a guest, changed since, or found by name, phone tail or code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from booking.adapters.bookings import BOOKING, booking_of
from booking.adapters.guests import GUEST, guest_of
from booking.adapters.venues import VENUE, venue_of
from booking.adapters.work import Work
from booking.domain.ids import GuestId, ResourceId, TenantId, VenueId
from booking.domain.period import Period
from booking.domain.venue import Venue
from booking.domain.wall_clock import instant_of
from booking.queries.see_booking import SeenBooking


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    tenant: TenantId
    venue_ids: Sequence[VenueId] | None = None
    within: Period | None = None
    states: Sequence[str] = ()
    guest_id: GuestId | None = None
    external_id: str | None = None
    q: str | None = None
    updated_since: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


def whole_day(venue: Venue, day: date) -> Period:
    """From midnight to midnight by the clock on the venue's wall."""
    return Period(instant_of(day, time(0), venue.zone), instant_of(day + timedelta(days=1), time(0), venue.zone))


def sort_key(wanted: BookingFilter, seen: SeenBooking) -> tuple[datetime, str]:
    """What a page ends with: the instant that it is sorted by, and the id."""
    booking = seen.booking
    return (booking.updated_at if wanted.updated_since else booking.period.starts_at, booking.id)


async def list_bookings(work: Work, wanted: BookingFilter) -> list[SeenBooking]:
    """In the order of their starts; with `updated_since` in the order of their last changes."""
    guests = GUEST.alias("known_guest")
    columns = [column.label(f"{table}_{column.name}") for table, of in (("g", guests), ("v", VENUE)) for column in of.c]
    statement: Select[tuple[object, ...]] = select(BOOKING, *columns).select_from(
        BOOKING.join(guests, _same(guests.c, BOOKING.c.guest_id)).join(VENUE, _same(VENUE.c, BOOKING.c.venue_id))
    )
    order = BOOKING.c.updated_at if wanted.updated_since else BOOKING.c.starts_at
    conditions = [BOOKING.c.tenant_id == wanted.tenant, *_conditions(wanted)]
    if wanted.q:
        conditions.append(_found_by(wanted.q, guests.c))
    if wanted.after is not None:
        conditions.append(tuple_(order, BOOKING.c.id) > wanted.after)
    statement = statement.where(*conditions).order_by(order, BOOKING.c.id).limit(wanted.limit)
    rows = (await work.transaction.session.execute(statement)).mappings().all()
    found = [
        (
            booking_of(row),
            venue_of({name: row[f"v_{name}"] for name in VENUE.c.keys()}),  # noqa: SIM118 - columns, not a dict
            guest_of({name: row[f"g_{name}"] for name in GUEST.c.keys()}),  # noqa: SIM118
        )
        for row in rows
    ]
    ids: list[ResourceId] = sorted({one for booking, _, _ in found for one in booking.resource_ids})
    named = {one.id: one for one in await work.resources.named(wanted.tenant, ids)}
    return [
        SeenBooking(
            booking=booking,
            venue=venue,
            guest=guest,
            resources=tuple(named[one] for one in booking.resource_ids if one in named),
        )
        for booking, venue, guest in found
    ]


def _same(columns: object, id_column: ColumnElement[str]) -> ColumnElement[bool]:
    tenant, own_id = columns["tenant_id"], columns["id"]  # type: ignore[index]
    return and_(tenant == BOOKING.c.tenant_id, own_id == id_column)


def _conditions(wanted: BookingFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.venue_ids is not None:
        found.append(BOOKING.c.venue_id.in_(wanted.venue_ids))
    if wanted.within is not None:
        found += [BOOKING.c.starts_at < wanted.within.ends_at, BOOKING.c.ends_at > wanted.within.starts_at]
    if wanted.states:
        found.append(BOOKING.c.state.in_(wanted.states))
    if wanted.guest_id is not None:
        found.append(BOOKING.c.guest_id == wanted.guest_id)
    if wanted.external_id is not None:
        found.append(BOOKING.c.external_id == wanted.external_id)
    if wanted.updated_since is not None:
        found.append(BOOKING.c.updated_at >= wanted.updated_since)
    return found


def _found_by(q: str, guest: object) -> ColumnElement[bool]:
    """A part of the name, the last digits of the phone, or the whole code."""
    name, phone = guest["name"], guest["phone"]  # type: ignore[index]
    ways = [func.lower(name).contains(q.lower(), autoescape=True), BOOKING.c.code == q.upper()]
    digits = "".join(character for character in q if character.isdigit())
    if len(digits) >= 3:
        ways.append(phone.endswith(digits, autoescape=True))
    return or_(*ways)
