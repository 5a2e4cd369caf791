"""Venues."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response
from web.auth import Principal, requires
from web.etag import IfMatch, check_match
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.problem import Problem
from web.transactional import TransactionalRoute

from booking.api.problems import refusals
from booking.api.route import CurrentWork, answer, answer_or_304, require_venue, tenant_of, venues_of
from booking.api.venue_models import VenueBody, VenuePatch, VenueView, venue_view
from booking.commands.change_venue import ChangeVenue, change_venue
from booking.commands.set_venue import SetVenue, set_venue
from booking.domain.ids import VenueId
from booking.domain.venue import Trade
from booking.queries.list_venues import list_venues as read_venues

router = APIRouter(prefix="/v1/venues", tags=["venues"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("bookings:read")]
Writer = Annotated[Principal, requires("venues:write")]


@router.post(
    "",
    summary="Open a venue",
    description=set_venue.__doc__,
    status_code=201,
    response_model=VenueView,
    responses=refusals("forbidden"),
)
async def create_venue(body: VenueBody, principal: Writer, work: CurrentWork) -> Response:
    if principal.venues is not None:
        raise Problem(403, "forbidden", "This token is for some venues only; it cannot open another one.")
    command = SetVenue(
        tenant=tenant_of(principal),
        name=body.name,
        trade=Trade(body.trade),
        time_zone=body.time_zone,
        currency=body.currency,
        languages=tuple(body.languages),
        opening_hours=body.opening_hours,
        settings=body.settings.model_dump(exclude_unset=True),
    )
    venue = await set_venue(command, work)
    return answer(venue_view(venue), status=201, version=venue.version)


@router.get(
    "",
    summary="The venues of your tenant",
    description="In the order in which they were opened.",
    responses=refusals("bad_cursor"),
)
async def list_venues(
    principal: Reader, work: CurrentWork, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[VenueView]:
    after = VenueId(decode_cursor(cursor, str)[0]) if cursor else None
    found = await read_venues(work, tenant_of(principal), venues_of(principal, None), after=after, limit=limit + 1)
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[venue_view(venue) for venue in found[:limit]], next_cursor=more)


@router.get(
    "/{venue_id}",
    summary="One venue",
    description="With its ETag; `If-None-Match` is honoured.",
    response_model=VenueView,
    responses=refusals("not_found"),
)
async def read_venue(venue_id: str, principal: Reader, work: CurrentWork, request: Request) -> Response:
    require_venue(principal, venue_id)
    venue = await work.venues.get(tenant_of(principal), VenueId(venue_id))
    return answer_or_304(request, venue_view(venue), version=venue.version)


@router.patch(
    "/{venue_id}",
    summary="Change a venue",
    description=change_venue.__doc__,
    response_model=VenueView,
    responses=refusals("not_found", "version_mismatch", "precondition_required"),
)
async def patch_venue(
    venue_id: str, body: VenuePatch, principal: Writer, work: CurrentWork, expected: IfMatch
) -> Response:
    require_venue(principal, venue_id)
    venue = await work.venues.lock(tenant_of(principal), VenueId(venue_id))
    check_match(expected, venue.version)
    changes = body.model_dump(exclude_unset=True)
    if "languages" in changes:
        changes["languages"] = tuple(changes["languages"])
    command = ChangeVenue(tenant=venue.tenant, venue_id=venue.id, changes=changes)
    changed = await change_venue(command, work, venue=venue) if changes else venue
    return answer(venue_view(changed), version=changed.version)
