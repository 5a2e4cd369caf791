"""The line of those who wait, and the offers made to them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.tables import EntryRow, OfferRow, table_of
from booking.domain.errors import NotFound
from booking.domain.ids import EntryId, ResourceId, TenantId, VenueId
from booking.domain.period import Period
from booking.domain.waitlist import Entry, EntryFact, EntryState, EntryStep, Offer

ENTRY = table_of(EntryRow)
OFFER = table_of(OfferRow)

_OFFER_COLUMNS = [
    OFFER.c[name].label(f"offer_{name}")
    for name in ("starts_at", "ends_at", "expires_at", "freed_from", "freed_until", "resource_ids")
]
SELECT_ENTRIES = select(ENTRY, *_OFFER_COLUMNS).select_from(
    ENTRY.outerjoin(OFFER, (OFFER.c.tenant_id == ENTRY.c.tenant_id) & (OFFER.c.id == ENTRY.c.offer_id))
)

_STATE_AFTER = {
    EntryFact.ACCEPTED: "accepted",
    EntryFact.DECLINED: "declined",
    EntryFact.EXPIRED: "expired",
    EntryFact.WITHDRAWN: "withdrawn",
    EntryFact.LEFT: "left",
}


class Waitlist:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, tenant: TenantId, entry_id: EntryId) -> Entry:
        """Raises NotFound."""
        return await self._load(tenant, entry_id, locked=False)

    async def lock(self, tenant: TenantId, entry_id: EntryId) -> Entry:
        """The newest state; whoever races us waits. Raises NotFound."""
        return await self._load(tenant, entry_id, locked=True)

    async def in_line(
        self, tenant: TenantId, venue_id: VenueId, *, freed: Iterable[ResourceId], until: datetime
    ) -> list[Entry]:
        """Who waits, in the order of joining.

        - Who had an offer of this place for this time, and did not take it, is not asked again.
        - An entry that somebody else is changing now is left out: it has just left, ended, or is offered another place.
        """
        had_it = (
            exists()
            .where(
                OFFER.c.tenant_id == ENTRY.c.tenant_id,
                OFFER.c.entry_id == ENTRY.c.id,
                OFFER.c.state.in_(("declined", "expired")),
                OFFER.c.resource_ids.overlap(sorted(freed)),
                OFFER.c.freed_until == until,
            )
            .correlate(ENTRY)
        )
        statement = (
            SELECT_ENTRIES.where(
                ENTRY.c.tenant_id == tenant,
                ENTRY.c.venue_id == venue_id,
                ENTRY.c.state == EntryState.WAITING.value,
                ~had_it,
            )
            .order_by(ENTRY.c.joined_at, ENTRY.c.id)
            .with_for_update(of=ENTRY, skip_locked=True)
        )
        return [entry_of(row) for row in (await self._session.execute(statement)).mappings()]

    async def has_let_offer_expire(self, entry: Entry) -> bool:
        """Whether the latest offer to this party ran out unanswered. Ids follow time."""
        latest = (
            select(OFFER.c.state)
            .where(OFFER.c.tenant_id == entry.tenant, OFFER.c.entry_id == entry.id)
            .order_by(OFFER.c.id.desc())
            .limit(1)
        )
        state: str | None = (await self._session.execute(latest)).scalar_one_or_none()
        return state == "expired"

    async def add(self, entry: Entry) -> None:
        await self._session.execute(insert(ENTRY), _entry_values(entry))

    async def save(self, step: EntryStep) -> None:
        """Write the entry and what became of its offer."""
        entry, fact, offer = step.entry, step.fact, step.offer
        if fact is None:
            return
        if fact is EntryFact.OFFERED and offer is not None:
            await self._session.execute(insert(OFFER), _offer_values(entry, offer))
        elif offer is not None:
            ended = update(OFFER).where(OFFER.c.tenant_id == entry.tenant, OFFER.c.id == offer.id)
            await self._session.execute(ended.values(state=_STATE_AFTER[fact], answered_at=entry.updated_at))
        statement = update(ENTRY).where(ENTRY.c.tenant_id == entry.tenant, ENTRY.c.id == entry.id)
        await self._session.execute(statement.values(_entry_values(entry)))

    async def _load(self, tenant: TenantId, entry_id: EntryId, *, locked: bool) -> Entry:
        statement = SELECT_ENTRIES.where(ENTRY.c.tenant_id == tenant, ENTRY.c.id == entry_id)
        if locked:
            # alone: a row that was waited for is read anew, and its joined offer would not be
            lock = select(ENTRY.c.id).where(ENTRY.c.tenant_id == tenant, ENTRY.c.id == entry_id).with_for_update()
            await self._session.execute(lock)
        row = (await self._session.execute(statement)).mappings().first()
        if row is None:
            raise NotFound("waitlist entry")
        return entry_of(row)


def entry_of(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        id=row["id"],
        tenant=row["tenant_id"],
        venue_id=row["venue_id"],
        guest_id=row["guest_id"],
        state=EntryState(row["state"]),
        version=row["version"],
        party=row["party"],
        earliest=row["earliest"],
        latest=row["latest"],
        duration=timedelta(minutes=row["duration_minutes"]),
        kind=row["kind"],
        area=row["area"],
        can_come_in=timedelta(minutes=row["can_come_in_minutes"]),
        language=row["language"],
        joined_at=row["joined_at"],
        offer=_offer_of(row) if row["offer_id"] is not None else None,
        booking_id=row["booking_id"],
        updated_at=row["updated_at"],
    )


def _offer_of(row: Mapping[Any, Any]) -> Offer:
    return Offer(
        id=row["offer_id"],
        period=Period(row["offer_starts_at"], row["offer_ends_at"]),
        expires_at=row["offer_expires_at"],
        resource_ids=tuple(row["offer_resource_ids"]),
        freed=Period(row["offer_freed_from"], row["offer_freed_until"]),
    )


def _entry_values(entry: Entry) -> dict[str, Any]:
    return {
        "tenant_id": entry.tenant,
        "id": entry.id,
        "venue_id": entry.venue_id,
        "guest_id": entry.guest_id,
        "state": entry.state.value,
        "version": entry.version,
        "party": entry.party,
        "earliest": entry.earliest,
        "latest": entry.latest,
        "duration_minutes": entry.duration // timedelta(minutes=1),
        "kind": entry.kind,
        "area": entry.area,
        "can_come_in_minutes": entry.can_come_in // timedelta(minutes=1),
        "language": entry.language,
        "joined_at": entry.joined_at,
        "offer_id": entry.offer.id if entry.offer is not None else None,
        "booking_id": entry.booking_id,
        "updated_at": entry.updated_at,
    }


def _offer_values(entry: Entry, offer: Offer) -> dict[str, Any]:
    return {
        "tenant_id": entry.tenant,
        "id": offer.id,
        "entry_id": entry.id,
        "state": "open",
        "starts_at": offer.period.starts_at,
        "ends_at": offer.period.ends_at,
        "expires_at": offer.expires_at,
        "freed_from": offer.freed.starts_at,
        "freed_until": offer.freed.ends_at,
        "resource_ids": list(offer.resource_ids),
        "made_at": entry.updated_at,
        "answered_at": None,
    }
