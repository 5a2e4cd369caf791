"""Decisions as they were made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policy.adapters.tables import DecisionRow, table_of

_TABLE = table_of(DecisionRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDecision:
    """`record` holds everything that the decision was made of. `closed` says how a question to staff ended."""

    tenant: str
    id: str
    booking_id: str
    venue_id: str
    decision: str
    outcome: str
    kind: str
    as_of: datetime
    made_at: datetime
    record: dict[str, Any]
    waiting: bool = False
    keep_until: datetime | None = None
    closed: dict[str, Any] | None = None


class Decisions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, decision: RecordedDecision) -> None:
        await self._session.execute(
            insert(_TABLE).values(
                tenant_id=decision.tenant,
                **{name: getattr(decision, name) for name in decision.__slots__ if name != "tenant"},
            )
        )

    async def get(self, tenant: str, decision_id: str) -> RecordedDecision | None:
        query = select(_TABLE).where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == decision_id)
        row = (await self._session.execute(query)).mappings().one_or_none()
        return None if row is None else _decision(row)

    async def close(self, tenant: str, decision_id: str, closed: dict[str, Any]) -> None:
        """A question that was open is no longer waiting. Closing what is closed changes nothing."""
        await self._session.execute(
            update(_TABLE)
            .where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == decision_id, _TABLE.c.waiting)
            .values(waiting=False, closed=closed)
        )

    async def page(
        self,
        tenant: str,
        *,
        booking_id: str | None,
        venue_id: str | None,
        venues: frozenset[str] | None,
        waiting: bool,
        before: str | None,
        limit: int,
    ) -> list[RecordedDecision]:
        """The newest first; ids are in order of making. `before` is the last id of the page before."""
        query: Select[Any] = select(_TABLE).where(_TABLE.c.tenant_id == tenant)
        if booking_id is not None:
            query = query.where(_TABLE.c.booking_id == booking_id)
        if venue_id is not None:
            query = query.where(_TABLE.c.venue_id == venue_id)
        if venues is not None:
            query = query.where(_TABLE.c.venue_id.in_(sorted(venues)))
        if waiting:
            query = query.where(_TABLE.c.waiting)
        if before is not None:
            query = query.where(_TABLE.c.id < before)
        found = await self._session.execute(query.order_by(_TABLE.c.id.desc()).limit(limit))
        return [_decision(row) for row in found.mappings()]


def _decision(row: RowMapping) -> RecordedDecision:
    values = {name: row[name] for name in row if name != "tenant_id"}
    return RecordedDecision(tenant=row["tenant_id"], **values)
