"""Change a venue."""

from dataclasses import dataclass, replace
from typing import Any

from booking.adapters.work import Work
from booking.domain.ids import TenantId, VenueId
from booking.domain.venue import Venue, with_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVenue:
    """`changes` holds fields of the venue; `settings` in it only those settings that change."""

    tenant: TenantId
    venue_id: VenueId
    changes: dict[str, Any]


async def change_venue(command: ChangeVenue, work: Work, *, venue: Venue | None = None) -> Venue:
    """Change what is said; the rest stays.

    - Bookings that stand keep the times and the promises they were made with.
    - The trade stays: the rules of another trade are another venue's.
    """
    known = venue or await work.venues.lock(command.tenant, command.venue_id)
    changes = dict(command.changes)
    if "settings" in changes:
        changes["settings"] = with_settings(known.settings, changes["settings"])
    changed = replace(known, version=known.version + 1, **changes)
    await work.venues.save(changed, now=work.now)
    work.tell_of_venue(changed)
    return changed
