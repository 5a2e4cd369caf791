"""Set up a resource: a table, a room, a chair."""

from dataclasses import dataclass

from messaging.ids import new_id

from booking.adapters.work import Work
from booking.commands.join_resources import join_resources
from booking.domain.ids import ResourceId, TenantId, VenueId
from booking.domain.places import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResource:
    tenant: TenantId
    venue_id: VenueId
    name: str
    kind: str
    capacity_min: int
    capacity_max: int
    area: str | None = None
    tags: tuple[str, ...] = ()
    joins: tuple[ResourceId, ...] = ()


async def set_resource(command: SetResource, work: Work) -> Resource:
    """Add something that can be booked.

    - `joins` names resources of the same venue that it can be put together with; each names the other then.
    """
    venue = await work.venues.get(command.tenant, command.venue_id)
    resource = Resource(
        id=ResourceId(new_id("res")),
        tenant=command.tenant,
        venue_id=venue.id,
        version=1,
        name=command.name,
        kind=command.kind,
        capacity_min=command.capacity_min,
        capacity_max=command.capacity_max,
        area=command.area,
        tags=command.tags,
        joins=command.joins,
    )
    await work.resources.add(resource, now=work.now)
    await join_resources(resource, (), work)
    return resource
