"""A guest's standing: never a secret score."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from web.auth import Principal, requires
from web.problem import Problem, problem_responses
from web.transactional import TransactionalRoute

from policy.api.current_work import CurrentWork
from policy.domain.standing import standing_of

router = APIRouter(prefix="/v1/guests", tags=["standing"], route_class=TransactionalRoute)


class CauseSeen(BaseModel):
    """One cause of the standing."""

    kind: Literal["arrival", "late_release"]
    weight: int = Field(description="Adds to (or takes from) the sum; below 0 is watch, 3 and more is regular.")
    booking_id: str
    at: datetime
    counts_until: datetime
    withdrawn_at: datetime | None
    counts: bool


class GuestStanding(BaseModel):
    guest_id: str
    standing: Literal["watch", "new", "regular"]
    causes: list[CauseSeen]


@router.get("/{guest_id}/standing", summary="A guest's standing", responses=problem_responses("not_found"))
async def get_standing(
    guest_id: str, principal: Annotated[Principal, requires("rules:read")], work: CurrentWork
) -> GuestStanding:
    """The guest's class with this business, and every cause of it.

    - A token that is limited to venues sees guests of these venues, and the causes that arose there.
    """
    bookings = await work.standings.bookings(principal.tenant, guest_id, principal.venues)
    if not bookings:
        raise Problem(404, "not_found", "There is no such guest.")
    causes = await work.standings.causes(principal.tenant, guest_id)
    return GuestStanding(
        guest_id=guest_id,
        standing=standing_of(causes, now=work.now).value,
        causes=[
            CauseSeen(
                kind=cause.kind.value,
                weight=cause.weight,
                booking_id=cause.booking_id,
                at=cause.at,
                counts_until=cause.counts_until,
                withdrawn_at=cause.withdrawn_at,
                counts=cause.counts(work.now),
            )
            for cause in causes
            if cause.booking_id in bookings
        ],
    )
