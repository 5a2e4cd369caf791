"""Who has which resource, and when. The exclusion constraint is the last wall, not the queue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from messaging.ids import new_id
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.venues import resource_of
from booking.domain.ids import BookingId, OfferId, ResourceId, TenantId, VenueId
from booking.domain.period import Period
from booking.domain.places import Place, Resource, Wish


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes a place: a booking, or an offer."""

    kind: str
    id: str


def of_booking(booking_id: BookingId) -> Holder:
    return Holder("booking", booking_id)


def of_offer(offer_id: OfferId) -> Holder:
    return Holder("offer", offer_id)


@dataclass(frozen=True, slots=True)
class Taken:
    resource_id: ResourceId
    period: Period
    holder: Holder


_FREE = """
    SELECT r.* FROM resource r
    WHERE r.tenant_id = :tenant AND r.venue_id = :venue_id
      AND NOT EXISTS (
        SELECT 1 FROM allocation a
        WHERE a.tenant_id = :tenant AND a.resource_id = r.id AND a.live
          AND a.during && tstzrange(:starts_at, :ends_at, '[)')
      )
"""
_FREE_ALL = text(_FREE)
# Choosing and taking in one statement: the smallest first, as in `domain.places`; among equals each holder has an
# order of its own, so that those who come at once do not all wait for the same one. Two requests for one resource
# wait for each other at the constraint; ON CONFLICT keeps the loser's transaction alive, and it looks again.
_TAKE_BEST = text(
    f"""
    WITH best AS ({_FREE}
        AND r.capacity_min <= :party AND r.capacity_max >= :party
        AND (CAST(:kind AS text) IS NULL OR r.kind = :kind) AND (CAST(:area AS text) IS NULL OR r.area = :area)
        ORDER BY r.capacity_max, r.capacity_min DESC, cardinality(r.joins), hashtext(r.id || CAST(:holder_id AS text))
        LIMIT 1
    ), took AS (
        INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)
        SELECT :tenant, :id, best.id, :holder_kind, :holder_id, tstzrange(:starts_at, :ends_at, '[)'), true FROM best
        ON CONFLICT DO NOTHING RETURNING resource_id
    )
    SELECT best.*, took.resource_id IS NOT NULL AS taken FROM best LEFT JOIN took ON took.resource_id = best.id
    """  # noqa: S608 - put together from our own text alone
)
# The locks, in the order of ids, keep joined sets from waiting for each other crosswise.
_TAKE_JOINED = text(
    """
    WITH locked AS (
        SELECT id FROM resource WHERE tenant_id = :tenant AND id = ANY(:resource_ids)
        ORDER BY id FOR NO KEY UPDATE
    )
    INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)
    SELECT :tenant, wanted.id, locked.id, :kind, :holder_id, tstzrange(:starts_at, :ends_at, '[)'), true
    FROM locked JOIN unnest(CAST(:ids AS text[]), CAST(:resource_ids AS text[])) AS wanted (id, resource_id)
      ON wanted.resource_id = locked.id
    ORDER BY locked.id
    ON CONFLICT DO NOTHING RETURNING resource_id
    """
)
_TAKE_ONE = text(
    """
    INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)
    VALUES (:tenant, :id, :resource_id, :kind, :holder_id, tstzrange(:starts_at, :ends_at, '[)'), true)
    ON CONFLICT DO NOTHING RETURNING resource_id
    """
)
_GIVE_BACK = text("UPDATE allocation SET live = false WHERE tenant_id = :tenant AND holder_id = :holder_id AND live")
_HAND_OVER = text(
    """
    UPDATE allocation SET holder_kind = 'booking', holder_id = :booking_id
    WHERE tenant_id = :tenant AND holder_kind = 'offer' AND holder_id = :offer_id AND live
    """
)
_TAKEN = text(
    """
    SELECT resource_id, lower(during) AS starts_at, upper(during) AS ends_at, holder_kind, holder_id
    FROM allocation
    WHERE tenant_id = :tenant AND live AND resource_id = ANY(:resource_ids)
      AND during && tstzrange(:starts_at, :ends_at, '[)')
    """
)


class Allocations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def free(self, tenant: TenantId, venue_id: VenueId, period: Period) -> list[Resource]:
        """All resources of the venue that nobody has in the period."""
        values = _values(tenant, period) | {"venue_id": venue_id}
        return [resource_of(row) for row in (await self._session.execute(_FREE_ALL, values)).mappings()]

    async def take_best(
        self, tenant: TenantId, venue_id: VenueId, period: Period, wish: Wish, holder: Holder
    ) -> tuple[Resource | None, bool]:
        """Take the smallest single resource that serves the wish.

        The resource and whether we have it: somebody may have been faster. None: no single one is free.
        """
        values = _values(tenant, period) | {
            "venue_id": venue_id, "party": wish.party, "kind": wish.kind, "area": wish.area,
            "id": new_id("alc"), "holder_kind": holder.kind, "holder_id": holder.id,
        }  # fmt: skip
        row = (await self._session.execute(_TAKE_BEST, values)).mappings().first()
        return (None, False) if row is None else (resource_of(row), row["taken"])

    async def take(self, tenant: TenantId, place: Place, period: Period, holder: Holder) -> bool:
        """Take the whole place or nothing. False when somebody else has a part of it."""
        values = _values(tenant, period) | {"kind": holder.kind, "holder_id": holder.id}
        if len(place) == 1:
            values |= {"id": new_id("alc"), "resource_id": place[0].id}
            return (await self._session.execute(_TAKE_ONE, values)).first() is not None
        values |= {"ids": [new_id("alc") for _ in place], "resource_ids": [one.id for one in place]}
        part = await self._session.begin_nested()
        taken = (await self._session.execute(_TAKE_JOINED, values)).all()
        if len(taken) == len(place):
            await part.commit()
            return True
        await part.rollback()
        return False

    async def give_back(self, tenant: TenantId, holder: Holder) -> None:
        await self._session.execute(_GIVE_BACK, {"tenant": tenant, "holder_id": holder.id})

    async def hand_over(self, tenant: TenantId, offer_id: OfferId, booking_id: BookingId) -> None:
        """What the offer held is now the booking's, without a moment in between."""
        values = {"tenant": tenant, "offer_id": offer_id, "booking_id": booking_id}
        await self._session.execute(_HAND_OVER, values)

    async def taken(self, tenant: TenantId, resource_ids: Iterable[ResourceId], within: Period) -> list[Taken]:
        values = _values(tenant, within) | {"resource_ids": sorted(resource_ids)}
        return [
            Taken(
                resource_id=row.resource_id,
                period=Period(row.starts_at, row.ends_at),
                holder=Holder(row.holder_kind, row.holder_id),
            )
            for row in await self._session.execute(_TAKEN, values)
        ]


def _values(tenant: TenantId, period: Period) -> dict[str, str | datetime | int | Sequence[str] | None]:
    return {"tenant": tenant, "starts_at": period.starts_at, "ends_at": period.ends_at}
