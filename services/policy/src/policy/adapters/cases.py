"""Bookings as policy keeps them."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policy.adapters.plain import known_instant, parsed_instant, parsed_promise, plain
from policy.adapters.tables import BookingRow, table_of
from policy.domain.case import Booking, Case, HoldState, Late

_TABLE = table_of(BookingRow)
_INSTANTS = ("starts_at", "ends_at", "expected_by", "confirmed_at")


class Cases:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, tenant: str, booking_id: str) -> Case | None:
        """The case, locked until the transaction ends, because several causes may race."""
        found = await self._session.execute(
            select(_TABLE).where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == booking_id).with_for_update()
        )
        row = found.mappings().one_or_none()
        return None if row is None else _case(dict(row))

    async def save(self, case: Case, now: Any) -> None:
        """Insert or replace."""
        values = _row(case, now)
        await self._session.execute(
            insert(_TABLE)
            .values(values)
            .on_conflict_do_update(
                index_elements=["tenant_id", "id"],
                set_={name: value for name, value in values.items() if name not in ("tenant_id", "id")},
            )
        )


def _row(case: Case, now: Any) -> dict[str, Any]:
    return {
        "tenant_id": case.tenant,
        "id": case.booking.id,
        "venue_id": case.booking.venue_id,
        "guest_id": case.booking.guest_id,
        "snapshot": plain(asdict(case.booking)),
        "was_walk_in": case.was_walk_in,
        "pinned_version_id": case.pinned_version_id,
        "hold": case.hold.value,
        "promise": plain(case.promise),
        "told_eta": case.told_eta,
        "floor_until": case.floor,
        "decision_id": case.decision_id,
        "heard_at": now,
    }


def _case(row: dict[str, Any]) -> Case:
    return Case(
        tenant=row["tenant_id"],
        booking=_booking(row["snapshot"]),
        was_walk_in=row["was_walk_in"],
        pinned_version_id=row["pinned_version_id"],
        hold=HoldState(row["hold"]),
        promise=parsed_promise(row["promise"]),
        told_eta=row["told_eta"],
        floor=row["floor_until"],
        decision_id=row["decision_id"],
    )


def _booking(snapshot: dict[str, Any]) -> Booking:
    late = snapshot["late"]
    return Booking(
        **{
            **snapshot,
            **{name: known_instant(snapshot[name]) for name in _INSTANTS},
            "check_in": date.fromisoformat(snapshot["check_in"]) if snapshot["check_in"] else None,
            "late": Late(eta=parsed_instant(late["eta"]), eta_changes=late["eta_changes"]) if late else None,
        }
    )
