"""Lists of venues and resources, in the order in which they were made."""

from collections.abc import Sequence

from sqlalchemy import select

from booking.adapters.venues import RESOURCE, VENUE, resource_of, venue_of
from booking.adapters.work import Work
from booking.domain.ids import ResourceId, TenantId, VenueId
from booking.domain.places import Resource
from booking.domain.venue import Venue


async def list_venues(
    work: Work, tenant: TenantId, among: Sequence[VenueId] | None, *, after: VenueId | None, limit: int
) -> list[Venue]:
    """`among` None: all of the tenant."""
    statement = select(VENUE).where(VENUE.c.tenant_id == tenant)
    if among is not None:
        statement = statement.where(VENUE.c.id.in_(among))
    if after is not None:
        statement = statement.where(VENUE.c.id > after)
    rows = await work.transaction.session.execute(statement.order_by(VENUE.c.id).limit(limit))
    return [venue_of(row) for row in rows.mappings()]


async def list_resources(work: Work, venue: Venue, *, after: ResourceId | None, limit: int) -> list[Resource]:
    statement = select(RESOURCE).where(RESOURCE.c.tenant_id == venue.tenant, RESOURCE.c.venue_id == venue.id)
    if after is not None:
        statement = statement.where(RESOURCE.c.id > after)
    rows = await work.transaction.session.execute(statement.order_by(RESOURCE.c.id).limit(limit))
    return [resource_of(row) for row in rows.mappings()]
