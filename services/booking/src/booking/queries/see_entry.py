"""Waitlist entries with what is needed to show them, and lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_

from booking.adapters.guests import GUEST, Guest, guest_of
from booking.adapters.waitlist import ENTRY, SELECT_ENTRIES, entry_of
from booking.adapters.work import Work
from booking.domain.ids import GuestId, ResourceId, TenantId, VenueId
from booking.domain.places import Resource
from booking.domain.waitlist import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEntry:
    entry: Entry
    guest: Guest
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    tenant: TenantId
    venue_ids: Sequence[VenueId] | None = None
    states: Sequence[str] = ()
    guest_id: GuestId | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


async def see_entry(work: Work, entry: Entry, guest: Guest | None = None) -> SeenEntry:
    """`resources` are those of the open offer."""
    ids = entry.offer.resource_ids if entry.offer is not None else ()
    return SeenEntry(
        entry=entry,
        guest=guest or await work.guests.get(entry.tenant, entry.guest_id),
        resources=await work.resources.named(entry.tenant, ids),
    )


async def list_entries(work: Work, wanted: EntryFilter) -> list[SeenEntry]:
    """In the order of joining."""
    statement = SELECT_ENTRIES.where(ENTRY.c.tenant_id == wanted.tenant)
    if wanted.venue_ids is not None:
        statement = statement.where(ENTRY.c.venue_id.in_(wanted.venue_ids))
    if wanted.states:
        statement = statement.where(ENTRY.c.state.in_(wanted.states))
    if wanted.guest_id is not None:
        statement = statement.where(ENTRY.c.guest_id == wanted.guest_id)
    if wanted.after is not None:
        statement = statement.where(tuple_(ENTRY.c.joined_at, ENTRY.c.id) > wanted.after)
    session = work.transaction.session
    rows = await session.execute(statement.order_by(ENTRY.c.joined_at, ENTRY.c.id).limit(wanted.limit))
    entries = [entry_of(row) for row in rows.mappings()]
    ids = sorted({entry.guest_id for entry in entries})
    who = await session.execute(GUEST.select().where(GUEST.c.tenant_id == wanted.tenant, GUEST.c.id.in_(ids)))
    guests = {guest.id: guest for guest in map(guest_of, who.mappings())}
    offered: set[ResourceId] = {one for entry in entries if entry.offer for one in entry.offer.resource_ids}
    await work.resources.named(wanted.tenant, sorted(offered))
    return [await see_entry(work, entry, guests[entry.guest_id]) for entry in entries]
