"""Change a resource."""

from dataclasses import dataclass, replace
from typing import Any

from booking.adapters.work import Work
from booking.commands.join_resources import join_resources
from booking.domain.errors import PartyDoesNotFit
from booking.domain.ids import ResourceId, TenantId
from booking.domain.places import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResource:
    tenant: TenantId
    resource_id: ResourceId
    changes: dict[str, Any]


async def change_resource(command: ChangeResource, work: Work, *, resource: Resource | None = None) -> Resource:
    """Change what is said; the rest stays. Bookings that stand keep their place."""
    known = resource or await work.resources.lock_one(command.tenant, command.resource_id)
    changed = replace(known, version=known.version + 1, **command.changes)
    if not 1 <= changed.capacity_min <= changed.capacity_max:
        raise PartyDoesNotFit("capacity_min is at least 1 and at most capacity_max.")
    await work.resources.save(changed, now=work.now)
    await join_resources(changed, known.joins, work)
    return changed
