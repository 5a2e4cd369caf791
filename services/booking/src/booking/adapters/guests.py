"""Guests and their contacts: the only rows with personal data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.tables import GuestRow, table_of
from booking.domain.errors import NotFound
from booking.domain.ids import GuestId, TenantId

GUEST = table_of(GuestRow)

# made once: putting a statement together costs more than running it
_BY_ID = select(GUEST).where(GUEST.c.tenant_id == bindparam("tenant"), GUEST.c.id == bindparam("id"))
_SAME = {
    "id": "id = :id",
    "contact": "(email = CAST(:email AS text) OR phone = CAST(:phone AS text))",
    "nothing": "false",
}
# finding and noting in one statement: most bookings bring a guest who is new, or one of whom nothing new is told
_FIND_OR_ADD = {
    by: text(
        f"""
        WITH known AS (
            SELECT * FROM guest WHERE tenant_id = :tenant_id AND {same}
            ORDER BY email = CAST(:email AS text) DESC NULLS LAST, created_at, id LIMIT 1
        ), made AS (
            INSERT INTO guest (tenant_id, id, known_by, name, email, phone, language, created_at, updated_at)
            SELECT :tenant_id, :id, :known_by, :name, :email, :phone, :language, :now, :now
            WHERE NOT EXISTS (SELECT 1 FROM known)
            ON CONFLICT DO NOTHING RETURNING *
        )
        SELECT *, false AS made FROM known UNION ALL SELECT *, true FROM made
        """  # noqa: S608 - put together from our own texts alone
    )
    for by, same in _SAME.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    id: GuestId
    tenant: TenantId
    known_by: str
    name: str
    email: str | None
    phone: str | None
    language: str
    erased_at: datetime | None = None

    @property
    def contact(self) -> tuple[str, str | None, str | None, str]:
        return (self.name, self.email, self.phone, self.language)


class Guests:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_or_add(self, guest: Guest, *, now: datetime) -> tuple[Guest, bool]:
        """The known guest, or this one as a new one (True).

        By the caller's own id alone if there is one (`known_by` says so), else by the same e-mail, else the same phone.
        """
        by = "id" if guest.known_by == "id" else "contact" if guest.email or guest.phone else "nothing"
        values = _values(guest) | {"now": now}
        # twice: a guest whom somebody else brings in this very moment is found on the second look
        for _ in range(2):
            row = (await self._session.execute(_FIND_OR_ADD[by], values)).mappings().first()
            if row is not None:
                return guest_of(row), row["made"]
        raise RuntimeError("a guest can neither be added nor found")

    async def get(self, tenant: TenantId, guest_id: GuestId) -> Guest:
        """Raises NotFound."""
        row = (await self._session.execute(_BY_ID, {"tenant": tenant, "id": guest_id})).mappings().first()
        if row is None:
            raise NotFound("guest")
        return guest_of(row)

    async def lock(self, tenant: TenantId, guest_id: GuestId) -> Guest:
        """Raises NotFound."""
        by = {"tenant": tenant, "id": guest_id}
        row = (await self._session.execute(_BY_ID.with_for_update(), by)).mappings().first()
        if row is None:
            raise NotFound("guest")
        return guest_of(row)

    async def save(self, guest: Guest, *, now: datetime) -> None:
        statement = update(GUEST).where(GUEST.c.tenant_id == guest.tenant, GUEST.c.id == guest.id)
        await self._session.execute(statement.values(_values(guest) | {"updated_at": now}))


def guest_of(row: Mapping[Any, Any]) -> Guest:
    return Guest(
        id=row["id"],
        tenant=row["tenant_id"],
        known_by=row["known_by"],
        name=row["name"],
        email=row["email"],
        phone=row["phone"],
        language=row["language"],
        erased_at=row["erased_at"],
    )


def _values(guest: Guest) -> dict[str, Any]:
    return {
        "tenant_id": guest.tenant,
        "id": guest.id,
        "known_by": guest.known_by,
        "name": guest.name,
        "email": guest.email,
        "phone": guest.phone,
        "language": guest.language,
        "erased_at": guest.erased_at,
    }
