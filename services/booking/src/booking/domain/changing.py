"""Changing what was agreed: time, party, place, guarantee, notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from booking.domain.booking import Booking, Guarantee, State
from booking.domain.errors import WrongState
from booking.domain.facts import Changed, Fact, Step
from booking.domain.ids import ResourceId
from booking.domain.life import HERE, next_version
from booking.domain.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the guest and the house agree on anew."""

    period: Period
    check_in: date | None
    check_out: date | None
    expected_by: datetime
    expected_at: datetime | None
    party: int
    guarantee: Guarantee
    kind: str | None
    area: str | None
    resource_ids: tuple[ResourceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What the house notes for itself; nobody is told."""

    notes: str | None
    metadata: Mapping[str, Any]
    external_id: str | None


def change(booking: Booking, agreed: Agreed, remarks: Remarks, *, now: datetime) -> Step[Fact | None]:
    """Agree anew. A changed time ends lateness and hold, and everything starts anew.

    Of a guest who is here only what has begun stays: the start. Remarks may be changed at any time.
    Raises WrongState.
    """
    noted = {
        name: getattr(remarks, name)
        for name in ("notes", "metadata", "external_id")
        if getattr(remarks, name) != getattr(booking, name)
    }
    anew = {
        name: getattr(agreed, name)
        for name in Agreed.__dataclass_fields__
        if getattr(agreed, name) != getattr(booking, name)
    }
    if not anew:
        return Step(next_version(booking, now, **noted) if noted else booking, None)
    begun = booking.state in HERE and agreed.period.starts_at == booking.period.starts_at
    if booking.state is not State.CONFIRMED and not begun:
        raise WrongState("change", booking.state)
    changes: dict[str, Any] = noted | anew
    if booking.state is State.CONFIRMED and ("period" in anew or "expected_by" in anew):
        changes |= {"late": None, "hold": None, "question": None, "reopened_at": None}
    after = next_version(booking, now, facts_change=True, **changes)
    fact = Changed(previous=booking.period, previous_party=booking.party, changed=tuple(sorted(anew)))
    return Step(after, fact)
