"""Venues and their resources in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, any_, bindparam, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.documents import CARD, SETTINGS
from booking.adapters.tables import ResourceRow, VenueRow, table_of
from booking.domain.errors import NotFound
from booking.domain.ids import ResourceId, TenantId, VenueId
from booking.domain.places import Resource
from booking.domain.venue import Trade, Venue

VENUE = table_of(VenueRow)
RESOURCE = table_of(ResourceRow)


# made once: putting a statement together costs more than running it
_VENUE = select(VENUE).where(VENUE.c.tenant_id == bindparam("tenant"), VENUE.c.id == bindparam("id"))
# bookings refer to the row by a foreign key: changing a venue must not wait for them
_LOCKED_VENUE = _VENUE.with_for_update(key_share=True)
_RESOURCES = select(RESOURCE).where(
    RESOURCE.c.tenant_id == bindparam("tenant"), RESOURCE.c.id == any_(bindparam("ids", type_=ARRAY(Text)))
)
_RESOURCES_OF = (
    select(RESOURCE)
    .where(RESOURCE.c.tenant_id == bindparam("tenant"), RESOURCE.c.venue_id == bindparam("venue_id"))
    .order_by(RESOURCE.c.id)
)
_LOCK_NEIGHBOURHOOD = text(
    """
    SELECT id FROM resource
    WHERE tenant_id = :tenant AND venue_id = :venue_id AND (
        id = ANY(CAST(:ids AS text[])) OR joins && CAST(:ids AS text[])
        OR id IN (SELECT unnest(joins) FROM resource WHERE tenant_id = :tenant AND id = ANY(CAST(:ids AS text[])))
    )
    ORDER BY id FOR NO KEY UPDATE
    """
)


class Venues:
    """Reads each venue once per transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._read: dict[tuple[TenantId, VenueId], Venue] = {}

    async def get(self, tenant: TenantId, venue_id: VenueId) -> Venue:
        """Raises NotFound."""
        known = self._read.get((tenant, venue_id))
        return known if known is not None else await self._load(tenant, venue_id)

    async def lock(self, tenant: TenantId, venue_id: VenueId) -> Venue:
        """The newest state, nobody changes it before our commit. Raises NotFound."""
        return await self._load(tenant, venue_id, locked=True)

    async def add(self, venue: Venue, *, now: datetime) -> None:
        await self._session.execute(insert(VENUE), _venue_values(venue) | {"created_at": now, "updated_at": now})
        self._read[venue.tenant, venue.id] = venue

    async def save(self, venue: Venue, *, now: datetime) -> None:
        statement = update(VENUE).where(VENUE.c.tenant_id == venue.tenant, VENUE.c.id == venue.id)
        await self._session.execute(statement.values(_venue_values(venue) | {"updated_at": now}))
        self._read[venue.tenant, venue.id] = venue

    async def _load(self, tenant: TenantId, venue_id: VenueId, *, locked: bool = False) -> Venue:
        statement = _LOCKED_VENUE if locked else _VENUE
        row = (await self._session.execute(statement, {"tenant": tenant, "id": venue_id})).mappings().first()
        if row is None:
            raise NotFound("venue")
        venue = venue_of(row)
        self._read[tenant, venue_id] = venue
        return venue


class Resources:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._read: dict[tuple[TenantId, ResourceId], Resource] = {}

    def remember(self, resources: Iterable[Resource]) -> None:
        """What has been read on the way need not be read again to name it."""
        self._read |= {(one.tenant, one.id): one for one in resources}

    async def named(self, tenant: TenantId, ids: Sequence[ResourceId]) -> tuple[Resource, ...]:
        """The resources with these ids, in this order; unknown ones are left out."""
        missing = [one for one in ids if (tenant, one) not in self._read]
        if missing:
            rows = await self._session.execute(_RESOURCES, {"tenant": tenant, "ids": list(missing)})
            self.remember(resource_of(row) for row in rows.mappings())
        return tuple(self._read[tenant, one] for one in ids if (tenant, one) in self._read)

    async def of_venue(self, tenant: TenantId, venue_id: VenueId) -> list[Resource]:
        rows = (await self._session.execute(_RESOURCES_OF, {"tenant": tenant, "venue_id": venue_id})).mappings()
        found = [resource_of(row) for row in rows]
        self.remember(found)
        return found

    async def lock(self, tenant: TenantId, ids: Iterable[ResourceId]) -> None:
        """Take the resources' locks in the one order; what is read afterwards is what the last holder left.

        Not FOR UPDATE: the foreign key of every allocation shares the key, and must not wait.
        """
        statement = (
            select(RESOURCE.c.id)
            .where(RESOURCE.c.tenant_id == tenant, RESOURCE.c.id.in_(sorted(ids)))
            .order_by(RESOURCE.c.id)
            .with_for_update(key_share=True)
        )
        await self._session.execute(statement)

    async def lock_neighbourhood(self, tenant: TenantId, venue_id: VenueId, ids: Iterable[ResourceId]) -> None:
        """Lock these resources and those that join them, whichever of the two names the other."""
        await self._session.execute(_LOCK_NEIGHBOURHOOD, {"tenant": tenant, "venue_id": venue_id, "ids": sorted(ids)})

    async def lock_one(self, tenant: TenantId, resource_id: ResourceId) -> Resource:
        """Raises NotFound."""
        await self.lock(tenant, [resource_id])
        found = await self.read_again(tenant, [resource_id])
        if not found:
            raise NotFound("resource")
        return found[0]

    async def read_again(self, tenant: TenantId, ids: Sequence[ResourceId]) -> tuple[Resource, ...]:
        """As they are now, whatever was read before their locks were ours."""
        for one in ids:
            self._read.pop((tenant, one), None)
        return await self.named(tenant, ids)

    async def add(self, resource: Resource, *, now: datetime) -> None:
        values = _resource_values(resource) | {"created_at": now, "updated_at": now}
        await self._session.execute(insert(RESOURCE), values)
        self.remember([resource])

    async def save(self, resource: Resource, *, now: datetime) -> None:
        statement = update(RESOURCE).where(RESOURCE.c.tenant_id == resource.tenant, RESOURCE.c.id == resource.id)
        await self._session.execute(statement.values(_resource_values(resource) | {"updated_at": now}))
        self.remember([resource])


def venue_of(row: Mapping[Any, Any]) -> Venue:
    hours = row["opening_hours"]
    return Venue(
        id=row["id"],
        tenant=row["tenant_id"],
        version=row["version"],
        name=row["name"],
        trade=Trade(row["trade"]),
        time_zone=row["time_zone"],
        currency=row["currency"],
        languages=tuple(row["languages"]),
        opening_hours=None if hours is None else {day: [(a, b) for a, b in spans] for day, spans in hours.items()},
        settings=SETTINGS.require(row["settings"]),
        card=CARD.load(row["card"]),
    )


def resource_of(row: Mapping[Any, Any]) -> Resource:
    return Resource(
        id=row["id"],
        tenant=row["tenant_id"],
        venue_id=row["venue_id"],
        version=row["version"],
        name=row["name"],
        kind=row["kind"],
        capacity_min=row["capacity_min"],
        capacity_max=row["capacity_max"],
        area=row["area"],
        tags=tuple(row["tags"]),
        joins=tuple(row["joins"]),
    )


def _venue_values(venue: Venue) -> dict[str, Any]:
    return {
        "tenant_id": venue.tenant,
        "id": venue.id,
        "version": venue.version,
        "name": venue.name,
        "trade": venue.trade.value,
        "time_zone": venue.time_zone,
        "currency": venue.currency,
        "languages": list(venue.languages),
        "opening_hours": venue.opening_hours,
        "settings": SETTINGS.dump(venue.settings),
        "card": CARD.dump(venue.card),
    }


def _resource_values(resource: Resource) -> dict[str, Any]:
    return {
        "tenant_id": resource.tenant,
        "id": resource.id,
        "venue_id": resource.venue_id,
        "version": resource.version,
        "name": resource.name,
        "kind": resource.kind,
        "capacity_min": resource.capacity_min,
        "capacity_max": resource.capacity_max,
        "area": resource.area,
        "tags": list(resource.tags),
        "joins": list(resource.joins),
    }
