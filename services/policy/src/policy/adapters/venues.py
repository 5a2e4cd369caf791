"""Venues as policy has heard of them."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policy.adapters.tables import VenueRow, table_of
from policy.domain.venue import Venue

_TABLE = table_of(VenueRow)


class Venues:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, tenant: str, venue_id: str) -> Venue | None:
        return await self._read(tenant, venue_id, lock=False)

    async def lock(self, tenant: str, venue_id: str) -> Venue | None:
        """The venue, locked: one publishes its rules at a time."""
        return await self._read(tenant, venue_id, lock=True)

    async def keep(self, venue: Venue, now: datetime) -> bool:
        """Insert it, or replace what is older. Returns whether anything was written."""
        values = {**{("tenant_id" if k == "tenant" else k): v for k, v in asdict(venue).items()}, "heard_at": now}
        written = await self._session.execute(
            insert(_TABLE)
            .values(values)
            .on_conflict_do_update(
                index_elements=["tenant_id", "id"],
                set_={name: value for name, value in values.items() if name not in ("tenant_id", "id")},
                where=_TABLE.c.version < venue.version,
            )
            .returning(_TABLE.c.id)
        )
        return written.one_or_none() is not None

    async def _read(self, tenant: str, venue_id: str, *, lock: bool) -> Venue | None:
        query = select(_TABLE).where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == venue_id)
        found = await self._session.execute(query.with_for_update() if lock else query)
        row = found.mappings().one_or_none()
        if row is None:
            return None
        values = {name: row[name] for name in row if name not in ("tenant_id", "heard_at")}
        return Venue(tenant=row["tenant_id"], **values)
