"""Guests and their contacts: the only rows with personal data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from booking.adapters.tables import GuestRow, table_of
from booking.domain.errors import NotFound
from booking.domain.ids import GuestId, TenantId

GUEST = table_of(GuestRow)

# made once: putting a statement together costs more than running it
_BY_ID = select(GUEST).where(GUEST.c.tenant_id == bindparam("tenant"), GUEST.c.id == bindparam("id"))
_SAME_EMAIL = GUEST.c.email == bindparam("email")
_BY_CONTACT = (
    select(GUEST)
    .where(GUEST.c.tenant_id == bindparam("tenant"), or_(_SAME_EMAIL, GUEST.c.phone == bindparam("phone")))
    .order_by(case((_SAME_EMAIL, 0), else_=1), GUEST.c.created_at, GUEST.c.id)
    .limit(1)
)
_ADD = insert(GUEST).on_conflict_do_nothing().returning(GUEST.c.id)


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

    async def find(
        self, tenant: TenantId, *, guest_id: GuestId | None, email: str | None, phone: str | None
    ) -> Guest | None:
        """By the caller's id alone if there is one, else by the same e-mail, else by the same phone."""
        if guest_id is not None:
            statement = _BY_ID
            by: dict[str, str | None] = {"tenant": tenant, "id": guest_id}
        elif email is None and phone is None:
            return None
        else:
            statement, by = _BY_CONTACT, {"tenant": tenant, "email": email, "phone": phone}
        row = (await self._session.execute(statement, by)).mappings().first()
        return None if row is None else guest_of(row)

    async def get(self, tenant: TenantId, guest_id: GuestId) -> Guest:
        """Raises NotFound."""
        found = await self.find(tenant, guest_id=guest_id, email=None, phone=None)
        if found is None:
            raise NotFound("guest")
        return found

    async def lock(self, tenant: TenantId, guest_id: GuestId) -> Guest:
        """Raises NotFound."""
        by = {"tenant": tenant, "id": guest_id}
        row = (await self._session.execute(_BY_ID.with_for_update(), by)).mappings().first()
        if row is None:
            raise NotFound("guest")
        return guest_of(row)

    async def add(self, guest: Guest, *, now: datetime) -> bool:
        """False when another request has just brought the same guest."""
        values = _values(guest) | {"created_at": now, "updated_at": now}
        return (await self._session.execute(_ADD, values)).first() is not None

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
