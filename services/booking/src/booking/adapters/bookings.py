"""Bookings in PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.documents import HOLD, QUESTION, RELEASE, TERMS
from booking.adapters.tables import LIVE_STATES, BookingRow, table_of
from booking.domain.booking import Booking, DeclaredBy, Guarantee, Late, State
from booking.domain.errors import NotFound
from booking.domain.ids import BookingId, GuestId, TenantId
from booking.domain.period import Period

BOOKING = table_of(BookingRow)

_SAME_IN_ROW = (
    "id", "venue_id", "guest_id", "code", "version", "facts_version", "party", "arrived_party", "check_in",
    "check_out", "expected_by", "expected_at", "language", "terms_version", "kind", "area", "walk_in",
    "from_entry_id", "source", "external_id", "notes", "metadata", "confirmed_at", "arrived_at", "started_at",
    "finished_at", "reopened_at", "cancelled_at", "updated_at",
)  # fmt: skip

_ADD = (
    insert(BOOKING)
    .on_conflict_do_nothing(index_elements=["tenant_id", "code"], index_where=LIVE_STATES)
    .returning(BOOKING.c.id)
)

# made once: putting a statement together costs more than running it
_BOOKING = select(BOOKING).where(BOOKING.c.tenant_id == bindparam("tenant"), BOOKING.c.id == bindparam("id"))
_LOCKED_BOOKING = _BOOKING.with_for_update()
_SAVE = update(BOOKING).where(BOOKING.c.tenant_id == bindparam("tenant"), BOOKING.c.id == bindparam("booking"))


class Bookings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._saved: dict[tuple[TenantId, BookingId], int] = {}

    async def get(self, tenant: TenantId, booking_id: BookingId) -> Booking:
        """Raises NotFound."""
        return await self._load(tenant, booking_id, locked=False)

    async def lock(self, tenant: TenantId, booking_id: BookingId) -> Booking:
        """The newest state; whoever races us waits. Raises NotFound."""
        return await self._load(tenant, booking_id, locked=True)

    async def add(self, booking: Booking) -> bool:
        """False when the code is spoken for by another live booking of the tenant."""
        added = (await self._session.execute(_ADD, values_of(booking))).first() is not None
        if added:
            self._saved[booking.tenant, booking.id] = booking.version
        return added

    async def save(self, booking: Booking) -> None:
        """Write what has changed since it was read; an unchanged booking costs nothing."""
        if self._saved.get((booking.tenant, booking.id)) == booking.version:
            return
        of = {"tenant": booking.tenant, "booking": booking.id}
        await self._session.execute(_SAVE, values_of(booking) | of)
        self._saved[booking.tenant, booking.id] = booking.version

    async def forget_notes(self, tenant: TenantId, guest_id: GuestId, *, now: datetime) -> None:
        """Notes and metadata may tell who the guest was."""
        mine = update(BOOKING).where(BOOKING.c.tenant_id == tenant, BOOKING.c.guest_id == guest_id)
        await self._session.execute(mine.values(notes=None, metadata={}, version=BOOKING.c.version + 1, updated_at=now))

    async def _load(self, tenant: TenantId, booking_id: BookingId, *, locked: bool) -> Booking:
        statement = _LOCKED_BOOKING if locked else _BOOKING
        row = (await self._session.execute(statement, {"tenant": tenant, "id": booking_id})).mappings().first()
        if row is None:
            raise NotFound("booking")
        booking = booking_of(row)
        self._saved[tenant, booking_id] = booking.version
        return booking


def booking_of(row: Mapping[Any, Any]) -> Booking:
    return Booking(
        tenant=row["tenant_id"],
        state=State(row["state"]),
        period=Period(row["starts_at"], row["ends_at"]),
        guarantee=Guarantee(row["guarantee"]),
        resource_ids=tuple(row["resource_ids"]),
        late=_late_of(row),
        terms=TERMS.load(row["terms"]),
        hold=HOLD.load(row["hold"]),
        question=QUESTION.load(row["question"]),
        release=RELEASE.load(row["release"]),
        **{name: row[name] for name in _SAME_IN_ROW},
    )


def values_of(booking: Booking) -> dict[str, Any]:
    late = booking.late
    return {name: getattr(booking, name) for name in _SAME_IN_ROW} | {
        "tenant_id": booking.tenant,
        "state": booking.state.value,
        "starts_at": booking.period.starts_at,
        "ends_at": booking.period.ends_at,
        "guarantee": booking.guarantee.value,
        "resource_ids": list(booking.resource_ids),
        "late_declared_by": late.declared_by.value if late else None,
        "late_declared_at": late.declared_at if late else None,
        "late_eta": late.eta if late else None,
        "late_eta_changes": late.eta_changes if late else 0,
        "terms": TERMS.dump(booking.terms),
        "hold": HOLD.dump(booking.hold),
        "question": QUESTION.dump(booking.question),
        "release": RELEASE.dump(booking.release),
    }


def _late_of(row: Mapping[Any, Any]) -> Late | None:
    if row["late_declared_by"] is None:
        return None
    return Late(
        declared_by=DeclaredBy(row["late_declared_by"]),
        declared_at=row["late_declared_at"],
        eta=row["late_eta"],
        eta_changes=row["late_eta_changes"],
    )
