"""What is free."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from web.auth import Principal, requires
from web.transactional import TransactionalRoute

from booking.api.examples import AVAILABILITIES
from booking.api.fields import Day, Instant
from booking.api.problems import refusals
from booking.api.route import CurrentWork, require_venue, tenant_of
from booking.domain.errors import PeriodInvalid
from booking.domain.ids import VenueId
from booking.domain.period import Period
from booking.domain.places import Wish
from booking.queries.availability import free_rooms, free_starts_between

router = APIRouter(prefix="/v1/venues", tags=["availability"], route_class=TransactionalRoute)


class FreeStartView(BaseModel):
    starts_at: datetime
    ends_at: datetime
    resource_ids: list[str] = Field(description="what would serve the party")


class FreeKindView(BaseModel):
    kind: str
    free: int
    resource_ids: list[str]


class AvailabilityView(BaseModel):
    """`starts` at a venue that is booked at a time, `kinds` at a hotel."""

    model_config = ConfigDict(json_schema_extra={"examples": AVAILABILITIES})
    venue_id: str
    starts: list[FreeStartView] | None = None
    kinds: list[FreeKindView] | None = None


@router.get(
    "/{venue_id}/availability",
    summary="What is free",
    description="At a restaurant the free starts on a quarter-hour grid within the opening hours: send `from`, `to` "
    "(at most two weeks later) and `party`. At a hotel the rooms of each kind that are free for all the nights: send "
    "`check_in` and `check_out`.",
    responses=refusals("not_found", "period_invalid"),
)
async def read_availability(
    *,
    venue_id: str,
    principal: Annotated[Principal, requires("bookings:read")],
    work: CurrentWork,
    from_: Annotated[Instant | None, Query(alias="from", description="the first start that is looked at")] = None,
    to: Annotated[Instant | None, Query(description="the first start that is no longer looked at")] = None,
    party: Annotated[int | None, Query(ge=1, le=1000)] = None,
    duration_minutes: Annotated[int | None, Query(ge=1, le=400 * 24 * 60)] = None,
    kind: Annotated[str | None, Query(max_length=100)] = None,
    area: Annotated[str | None, Query(max_length=100)] = None,
    check_in: Day | None = None,
    check_out: Day | None = None,
) -> AvailabilityView:
    require_venue(principal, venue_id)
    venue = await work.venues.get(tenant_of(principal), VenueId(venue_id))
    if venue.by_nights:
        if check_in is None or check_out is None:
            raise PeriodInvalid("This venue is booked for nights: send check_in and check_out.")
        _, kinds = await free_rooms(work, venue, check_in, check_out, kind=kind, party=party)
        views = [
            FreeKindView(kind=one.kind, free=len(one.resources), resource_ids=[room.id for room in one.resources])
            for one in kinds
        ]
        return AvailabilityView(venue_id=venue.id, kinds=views)
    if from_ is None or to is None or party is None or to <= from_:
        raise PeriodInvalid("This venue is booked at a time: send from, to (after from) and party.")
    duration = timedelta(minutes=duration_minutes or venue.settings.default_duration_minutes)
    wish = Wish(party=party, kind=kind, area=area)
    found = await free_starts_between(work, venue, Period(from_, to), wish=wish, duration=duration)
    starts = [
        FreeStartView(
            starts_at=one.period.starts_at,
            ends_at=one.period.ends_at,
            resource_ids=[resource.id for resource in one.place],
        )
        for one in found
    ]
    return AvailabilityView(venue_id=venue.id, starts=starts)
