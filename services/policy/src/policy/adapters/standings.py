"""Guests' standing and its causes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policy.adapters.tables import BookingRow, CauseRow, GuestRow, table_of
from policy.domain.standing import Cause, CauseKind, Standing

_GUESTS = table_of(GuestRow)
_CAUSES = table_of(CauseRow)
_BOOKINGS = table_of(BookingRow)


class Standings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def causes(self, tenant: str, guest_id: str) -> tuple[Cause, ...]:
        """All causes, the withdrawn ones too, oldest first."""
        found = await self._session.execute(
            select(_CAUSES)
            .where(_CAUSES.c.tenant_id == tenant, _CAUSES.c.guest_id == guest_id)
            .order_by(_CAUSES.c.at, _CAUSES.c.booking_id, _CAUSES.c.kind)
        )
        return tuple(
            Cause(
                kind=CauseKind(row["kind"]),
                booking_id=row["booking_id"],
                at=row["at"],
                withdrawn_at=row["withdrawn_at"],
            )
            for row in found.mappings()
        )

    async def record(self, tenant: str, guest_id: str, cause: Cause) -> None:
        """A cause of one kind counts once a booking; recorded again after it was withdrawn, it counts again."""
        values = {
            "tenant_id": tenant,
            "guest_id": guest_id,
            "booking_id": cause.booking_id,
            "kind": cause.kind.value,
            "at": cause.at,
            "withdrawn_at": cause.withdrawn_at,
        }
        again = {"at": cause.at, "withdrawn_at": None}
        key = ["tenant_id", "guest_id", "booking_id", "kind"]
        await self._session.execute(
            insert(_CAUSES).values(values).on_conflict_do_update(index_elements=key, set_=again)
        )

    async def withdraw(self, tenant: str, guest_id: str, booking_id: str, kind: CauseKind, now: datetime) -> bool:
        """Returns whether there was a cause that counted."""
        changed = await self._session.execute(
            update(_CAUSES)
            .where(
                _CAUSES.c.tenant_id == tenant,
                _CAUSES.c.guest_id == guest_id,
                _CAUSES.c.booking_id == booking_id,
                _CAUSES.c.kind == kind.value,
                _CAUSES.c.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=now)
            .returning(_CAUSES.c.kind)
        )
        return changed.one_or_none() is not None

    async def last_told(self, tenant: str, guest_id: str) -> Standing:
        """The class that was told last, locked; `new` for a guest of whom nothing was told."""
        found = await self._session.execute(
            select(_GUESTS.c.standing).where(_GUESTS.c.tenant_id == tenant, _GUESTS.c.id == guest_id).with_for_update()
        )
        return Standing(found.scalar_one_or_none() or Standing.NEW)

    async def tell(self, tenant: str, guest_id: str, standing: Standing, now: datetime) -> None:
        values = {"tenant_id": tenant, "id": guest_id, "standing": standing.value, "changed_at": now}
        await self._session.execute(
            insert(_GUESTS)
            .values(values)
            .on_conflict_do_update(
                index_elements=["tenant_id", "id"], set_={"standing": standing.value, "changed_at": now}
            )
        )

    async def bookings(self, tenant: str, guest_id: str, venues: Collection[str] | None) -> frozenset[str]:
        """The ids of the guest's bookings that were heard of, at these venues; None: at all of them."""
        query = select(_BOOKINGS.c.id).where(_BOOKINGS.c.tenant_id == tenant, _BOOKINGS.c.guest_id == guest_id)
        if venues is not None:
            query = query.where(_BOOKINGS.c.venue_id.in_(sorted(venues)))
        return frozenset((await self._session.execute(query)).scalars())
