"""Resources: what can be booked."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response
from web.auth import Principal, requires
from web.etag import IfMatch, check_match
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.transactional import TransactionalRoute

from booking.adapters.work import Work
from booking.api.problems import refusals
from booking.api.route import CurrentWork, answer, answer_or_304, require_venue, tenant_of
from booking.api.venue_models import ResourceBody, ResourcePatch, ResourceView, resource_view
from booking.commands.change_resource import ChangeResource, change_resource
from booking.commands.set_resource import SetResource, set_resource
from booking.domain.errors import NotFound
from booking.domain.ids import ResourceId, VenueId
from booking.domain.places import Resource
from booking.queries.list_venues import list_resources as read_resources

router = APIRouter(prefix="/v1", tags=["resources"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("bookings:read")]
Writer = Annotated[Principal, requires("venues:write")]


@router.post(
    "/venues/{venue_id}/resources",
    summary="Add a resource",
    description=set_resource.__doc__,
    status_code=201,
    response_model=ResourceView,
    responses=refusals("not_found", "unknown_resource"),
)
async def create_resource(venue_id: str, body: ResourceBody, principal: Writer, work: CurrentWork) -> Response:
    require_venue(principal, venue_id)
    command = SetResource(
        tenant=tenant_of(principal),
        venue_id=VenueId(venue_id),
        name=body.name,
        kind=body.kind,
        capacity_min=body.capacity_min,
        capacity_max=body.capacity_max,
        area=body.area,
        tags=tuple(body.tags),
        joins=tuple(ResourceId(one) for one in dict.fromkeys(body.joins)),
    )
    resource = await set_resource(command, work)
    return answer(resource_view(resource), status=201, version=resource.version)


@router.get(
    "/venues/{venue_id}/resources",
    summary="The resources of a venue",
    description="In the order in which they were added.",
    responses=refusals("not_found", "bad_cursor"),
)
async def list_resources(
    venue_id: str, principal: Reader, work: CurrentWork, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[ResourceView]:
    require_venue(principal, venue_id)
    venue = await work.venues.get(tenant_of(principal), VenueId(venue_id))
    after = ResourceId(decode_cursor(cursor, str)[0]) if cursor else None
    found = await read_resources(work, venue, after=after, limit=limit + 1)
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[resource_view(one) for one in found[:limit]], next_cursor=more)


@router.get(
    "/resources/{resource_id}",
    summary="One resource",
    description="With its ETag; `If-None-Match` is honoured.",
    response_model=ResourceView,
    responses=refusals("not_found"),
)
async def read_resource(resource_id: str, principal: Reader, work: CurrentWork, request: Request) -> Response:
    resource = await _visible(principal, resource_id, work)
    return answer_or_304(request, resource_view(resource), version=resource.version)


@router.patch(
    "/resources/{resource_id}",
    summary="Change a resource",
    description=change_resource.__doc__,
    response_model=ResourceView,
    responses=refusals(
        "not_found", "version_mismatch", "precondition_required", "unknown_resource", "party_does_not_fit"
    ),
)
async def patch_resource(
    resource_id: str, body: ResourcePatch, principal: Writer, work: CurrentWork, expected: IfMatch
) -> Response:
    await _visible(principal, resource_id, work)
    resource = await work.resources.lock_one(tenant_of(principal), ResourceId(resource_id))
    check_match(expected, resource.version)
    changes = body.model_dump(exclude_unset=True)
    changes |= {name: tuple(dict.fromkeys(changes[name])) for name in ("tags", "joins") if name in changes}
    command = ChangeResource(tenant=resource.tenant, resource_id=resource.id, changes=changes)
    changed = await change_resource(command, work, resource=resource) if changes else resource
    return answer(resource_view(changed), version=changed.version)


async def _visible(principal: Principal, resource_id: str, work: Work) -> Resource:
    found = await work.resources.named(tenant_of(principal), [ResourceId(resource_id)])
    if not found or not principal.may_see(found[0].venue_id):
        raise NotFound("resource")
    return found[0]
