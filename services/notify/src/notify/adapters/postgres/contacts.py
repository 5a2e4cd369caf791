"""Contacts of guests, sealed."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notify.adapters.postgres.rows import ContactRow, table_of
from notify.adapters.sealing import Sealer
from notify.domain.contact import Contact, ContactState

_TABLE = table_of(ContactRow)


class Contacts:
    """Older news than what is kept changes nothing: neither a contact nor an erasure comes back by a replay."""

    def __init__(self, session: AsyncSession, sealer: Sealer) -> None:
        self._session = session
        self._sealer = sealer

    async def keep(self, tenant: str, guest_id: str, *, sequence: int, contact: Contact) -> bool:
        """False if newer news is kept already."""
        sealed = self._sealer.seal(json.dumps(asdict(contact)), place=_place(tenant, guest_id))
        return await self._write(tenant, guest_id, sequence=sequence, sealed=sealed, erased_at=None)

    async def erase(self, tenant: str, guest_id: str, *, sequence: int, now: datetime) -> bool:
        """False if newer news is kept already."""
        return await self._write(tenant, guest_id, sequence=sequence, sealed=None, erased_at=now)

    async def find(self, tenant: str, guest_id: str) -> ContactState:
        statement = select(_TABLE.c.sealed).where(_TABLE.c.tenant_id == tenant, _TABLE.c.guest_id == guest_id)
        row = (await self._session.execute(statement)).one_or_none()
        return self.read(tenant, guest_id, heard=row is not None, sealed=None if row is None else row.sealed)

    def read(self, tenant: str, guest_id: str, *, heard: bool, sealed: bytes | None) -> ContactState:
        """What a row says: a row without anything sealed is the memory of an erasure. Raises SealBroken."""
        if sealed is None:
            return ContactState(contact=None, erased=heard)
        opened = self._sealer.open(sealed, place=_place(tenant, guest_id))
        return ContactState(contact=Contact(**json.loads(opened)), erased=False)

    async def _write(
        self, tenant: str, guest_id: str, *, sequence: int, sealed: bytes | None, erased_at: datetime | None
    ) -> bool:
        new = insert(_TABLE).values(
            tenant_id=tenant, guest_id=guest_id, sequence=sequence, sealed=sealed, erased_at=erased_at
        )
        statement = new.on_conflict_do_update(
            index_elements=["tenant_id", "guest_id"],
            set_={
                "sequence": new.excluded.sequence,
                "sealed": new.excluded.sealed,
                "erased_at": new.excluded.erased_at,
            },
            where=_TABLE.c.sequence < new.excluded.sequence,
        ).returning(_TABLE.c.guest_id)
        return (await self._session.execute(statement)).one_or_none() is not None


def _place(tenant: str, guest_id: str) -> str:
    return f"guest_contact\x00{tenant}\x00{guest_id}"
