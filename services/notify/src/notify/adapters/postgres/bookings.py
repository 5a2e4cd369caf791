"""What notify has heard of bookings: the newest snapshot, and the terms."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notify.adapters.facts_json import decode, encode
from notify.adapters.postgres.rows import BookingSeenRow, BookingTermsRow, table_of
from notify.domain.facts import BookingFacts

_SEEN = table_of(BookingSeenRow)
_TERMS = table_of(BookingTermsRow)


class Bookings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def remember(self, tenant: str, booking: BookingFacts) -> None:
        """Keep the snapshot, unless a newer one is kept."""
        new = insert(_SEEN).values(
            tenant_id=tenant, booking_id=booking.id, version=booking.version, snapshot=encode(booking)
        )
        await self._session.execute(
            new.on_conflict_do_update(
                index_elements=["tenant_id", "booking_id"],
                set_={"version": new.excluded.version, "snapshot": new.excluded.snapshot},
                where=_SEEN.c.version <= new.excluded.version,
            )
        )

    async def find(self, tenant: str, booking_id: str) -> BookingFacts | None:
        """The newest snapshot that booking has told; None if nothing was heard yet."""
        statement = select(_SEEN.c.snapshot).where(_SEEN.c.tenant_id == tenant, _SEEN.c.booking_id == booking_id)
        snapshot = (await self._session.execute(statement)).scalar_one_or_none()
        return None if snapshot is None else decode(BookingFacts, snapshot)

    async def remember_terms(
        self, tenant: str, booking_id: str, *, terms_version: str, terms: Mapping[str, str]
    ) -> None:
        """Keep the terms that a booking is under."""
        new = insert(_TERMS).values(
            tenant_id=tenant, booking_id=booking_id, terms_version=terms_version, terms=dict(terms)
        )
        await self._session.execute(
            new.on_conflict_do_update(
                index_elements=["tenant_id", "booking_id"],
                set_={"terms_version": new.excluded.terms_version, "terms": new.excluded.terms},
            )
        )

    async def terms(self, tenant: str, booking_id: str) -> dict[str, str]:
        """The terms by language; empty if none were heard yet."""
        statement = select(_TERMS.c.terms).where(_TERMS.c.tenant_id == tenant, _TERMS.c.booking_id == booking_id)
        found: dict[str, str] | None = (await self._session.execute(statement)).scalar_one_or_none()
        return found or {}
