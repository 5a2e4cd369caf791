"""Bookings: making, reading, changing."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response
from web.auth import Principal, requires
from web.etag import IfMatch, check_match
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.problem import Problem
from web.transactional import TransactionalRoute

from booking.adapters.work import Work
from booking.api.booking_models import BookingBody, BookingPatch, GuestBody
from booking.api.booking_view import BookingView, booking_view
from booking.api.fields import Day, Instant
from booking.api.problems import refusals
from booking.api.route import (
    CurrentWork,
    answer,
    answer_or_304,
    require_booking,
    require_venue,
    tenant_of,
    venues_of,
    visible_booking,
)
from booking.commands.change_booking import ChangeBooking, change_booking, lock_for_change
from booking.commands.confirm_booking import ConfirmBooking, confirm_booking
from booking.domain.booking import Guarantee, State
from booking.domain.ids import BookingId, GuestId, ResourceId, TenantId, VenueId
from booking.domain.period import Period
from booking.queries.list_bookings import BookingFilter, sort_key, whole_day
from booking.queries.list_bookings import list_bookings as read_bookings
from booking.queries.see_booking import see_booking

router = APIRouter(prefix="/v1/bookings", tags=["bookings"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("bookings:read")]
Writer = Annotated[Principal, requires("bookings:write")]


@router.post(
    "",
    summary="Book a place",
    description=confirm_booking.__doc__,
    status_code=201,
    response_model=BookingView,
    responses=refusals(
        "not_found", "no_place", "closed", "period_invalid", "party_does_not_fit", "unknown_resource", "phone_invalid"
    ),
)
async def create_booking(body: BookingBody, principal: Writer, work: CurrentWork) -> Response:
    require_venue(principal, body.venue_id)
    command = ConfirmBooking(
        tenant=tenant_of(principal),
        venue_id=VenueId(body.venue_id),
        time=body.time(),
        party=body.party,
        guest=(body.guest or GuestBody()).details(),
        kind=body.kind,
        area=body.area,
        resource_ids=tuple(ResourceId(one) for one in body.resource_ids) if body.resource_ids else None,
        expected_at=body.expected_at,
        guarantee=Guarantee(body.guarantee),
        walk_in=body.walk_in,
        source=body.source,
        external_id=body.external_id,
        notes=body.notes,
        metadata=body.metadata,
        terms_version=body.terms_version,
    )
    booking, guest = await confirm_booking(command, work)
    seen = await see_booking(work, booking, guest)
    return answer(booking_view(seen, now=work.now), status=201, version=booking.version)


@router.get(
    "",
    summary="Find bookings",
    description="In the order of their starts; with `updated_since` in the order of their last changes.",
    responses=refusals("not_found", "bad_cursor", "bad_request"),
)
async def list_bookings(
    *,
    principal: Reader,
    work: CurrentWork,
    venue_id: Annotated[str | None, Query(max_length=100)] = None,
    day: Annotated[Day | None, Query(description="what touches this day by the venue's wall; needs `venue_id`")] = None,
    state: Annotated[list[State] | None, Query(description="one or more states")] = None,
    guest_id: Annotated[str | None, Query(max_length=100)] = None,
    external_id: Annotated[str | None, Query(max_length=100)] = None,
    q: Annotated[
        str | None, Query(min_length=2, max_length=100, description="part of the name, tail of the phone, or the code")
    ] = None,
    updated_since: Annotated[Instant | None, Query(description="changed at this instant or later")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[BookingView]:
    tenant = tenant_of(principal)
    wanted = BookingFilter(
        tenant=tenant,
        venue_ids=venues_of(principal, venue_id),
        within=await _day_of(work, tenant, venue_id, day) if day else None,
        states=[one.value for one in state or ()],
        guest_id=GuestId(guest_id) if guest_id else None,
        external_id=external_id,
        q=q.strip() if q else None,
        updated_since=updated_since,
        after=_after(cursor),
        limit=limit + 1,
    )
    found = await read_bookings(work, wanted)
    more = encode_cursor(*sort_key(wanted, found[limit - 1])) if len(found) > limit else None
    return Page(items=[booking_view(seen, now=work.now) for seen in found[:limit]], next_cursor=more)


@router.get(
    "/{booking_id}",
    summary="One booking",
    description="With its ETag; `If-None-Match` is honoured. A late booking shows `late`, `hold` and `decided_by`.",
    response_model=BookingView,
    responses=refusals("not_found"),
)
async def read_booking(booking_id: str, principal: Reader, work: CurrentWork, request: Request) -> Response:
    booking = await visible_booking(principal, booking_id, work)
    seen = await see_booking(work, booking)
    return answer_or_304(request, booking_view(seen, now=work.now), version=booking.version)


@router.patch(
    "/{booking_id}",
    summary="Change a booking",
    description=change_booking.__doc__,
    response_model=BookingView,
    responses=refusals(
        "not_found", "version_mismatch", "precondition_required", "wrong_state", "no_place", "closed", "period_invalid",
        "party_does_not_fit", "unknown_resource",
    ),
)  # fmt: skip
async def patch_booking(
    booking_id: str, body: BookingPatch, principal: Writer, work: CurrentWork, expected: IfMatch
) -> Response:
    await require_booking(principal, booking_id, work)
    command = ChangeBooking(tenant=tenant_of(principal), booking_id=BookingId(booking_id), changes=body.changes())
    booking = await lock_for_change(command, work)
    check_match(expected, booking.version)
    changed = await change_booking(command, work, booking=booking)
    return answer(booking_view(await see_booking(work, changed), now=work.now), version=changed.version)


async def _day_of(work: Work, tenant: TenantId, venue_id: str | None, day: date) -> Period:
    if venue_id is None:
        raise Problem(400, "bad_request", "`day` is a day of a venue: send `venue_id` too.")
    return whole_day(await work.venues.get(tenant, VenueId(venue_id)), day)


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    instant, last_id = decode_cursor(cursor, datetime, str)
    return instant, last_id
