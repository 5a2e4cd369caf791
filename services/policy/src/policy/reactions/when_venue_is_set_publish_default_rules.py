"""A venue is known from now on, and has rules from its first moment."""

from messaging.heard import Heard

from policy.adapters.work import Work
from policy.commands.keep_venue import keep_venue
from policy.domain.venue import Venue
from policy.heard import VenueHeard


async def when_venue_is_set_publish_default_rules(heard: Heard[VenueHeard], work: Work) -> None:
    data = heard.data
    await keep_venue(
        Venue(
            tenant=heard.tenant,
            id=data.venue_id,
            version=data.version,
            name=data.name,
            trade=data.trade,
            time_zone=data.time_zone,
            hold_hour=data.settings.hold_hour,
            stale_after_minutes=data.settings.stale_after_minutes,
        ),
        work,
    )
