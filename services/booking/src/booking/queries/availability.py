"""What is free: starts at a restaurant, rooms by kind at a hotel."""

from dataclasses import dataclass
from datetime import date, timedelta

from booking.adapters.free_starts import find_free_starts
from booking.adapters.work import Work
from booking.domain.errors import PeriodInvalid
from booking.domain.free_starts import FreeStart, wished_starts
from booking.domain.period import Period
from booking.domain.places import Resource, Wish, seats
from booking.domain.venue import Venue
from booking.domain.wished_period import WishedTime, wished_stay

LONGEST_LOOK = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeKind:
    kind: str
    resources: list[Resource]


async def free_starts_between(
    work: Work, venue: Venue, within: Period, *, wish: Wish, duration: timedelta
) -> list[FreeStart]:
    """Free starts on a quarter-hour grid from now on, each with the place that would serve the party."""
    if within.length > LONGEST_LOOK:
        raise PeriodInvalid(f"At most {LONGEST_LOOK.days} days can be looked at in one go.")
    ahead = within.from_(work.now)
    if ahead is None:
        return []
    return await find_free_starts(work, venue, wished_starts(venue, ahead, duration), wish)


async def free_rooms(
    work: Work, venue: Venue, check_in: date, check_out: date, *, kind: str | None, party: int | None
) -> tuple[Period, list[FreeKind]]:
    """Rooms that are free for all the nights, by kind; kinds with nothing free are named too."""
    stay = wished_stay(venue, WishedTime(check_in=check_in, check_out=check_out), now=work.now)
    everything = await work.resources.of_venue(venue.tenant, venue.id)
    free = {one.id for one in await work.allocations.free(venue.tenant, venue.id, stay.period)}
    kinds = sorted({one.kind for one in everything if kind is None or one.kind == kind})
    return stay.period, [
        FreeKind(
            kind=name,
            resources=[
                one
                for one in everything
                if one.kind == name and one.id in free and (party is None or seats(one, party))
            ],
        )
        for name in kinds
    ]
