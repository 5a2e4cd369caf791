"""Keep what was heard of a venue."""

from policy.adapters.default_rules import default_rules
from policy.adapters.work import Work
from policy.commands.publish_rules import PublishRules, publish_rules
from policy.domain.late_arrival import LATE_ARRIVAL_HOLD
from policy.domain.venue import Venue

THE_HOUSE = "holdfast"


async def keep_venue(venue: Venue, work: Work) -> Venue:
    """Keep a venue, and see that it has rules; returns the venue as it is known now.

    - What is older than what is known changes nothing.
    - A venue without rules gets those that ship for its trade.
    """
    await work.venues.keep(venue, work.now)
    known = await work.venues.lock(venue.tenant, venue.id)
    if known is None:
        raise RuntimeError(f"the venue {venue.id} was just kept and is not there")
    if await work.rules.active(venue.tenant, venue.id, LATE_ARRIVAL_HOLD) is None:
        await publish_rules(PublishRules(venue=known, rule_set=default_rules(known.trade), by=THE_HOUSE), work)
    return known
