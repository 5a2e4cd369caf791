"""Keep joining mutual: each of two resources that can be put together names the other."""

from dataclasses import replace

from booking.adapters.work import Work
from booking.domain.errors import UnknownResource
from booking.domain.ids import ResourceId
from booking.domain.places import Resource


async def join_resources(resource: Resource, before: tuple[ResourceId, ...], work: Work) -> None:
    """Write the other side of what `resource.joins` says now, and `before` said.

    Raises UnknownResource when one of them is not of the same venue, or is the resource itself.
    """
    after = set(resource.joins)
    partners = sorted(after | set(before))
    await work.resources.lock(resource.tenant, partners)
    found = await work.resources.read_again(resource.tenant, partners)
    wrong = after - {one.id for one in found if one.venue_id == resource.venue_id}
    if wrong or resource.id in after:
        raise UnknownResource("`joins` names a resource that is not another one of this venue.")
    for partner in found:
        joins = {*partner.joins, resource.id} if partner.id in after else {*partner.joins} - {resource.id}
        if joins != set(partner.joins):
            changed = replace(partner, version=partner.version + 1, joins=tuple(sorted(joins)))
            await work.resources.save(changed, now=work.now)
