"""The request's work, and what every route must find first."""

from typing import Annotated

from fastapi import Depends
from web.auth import Principal
from web.problem import Problem
from web.transactional import CurrentTransaction

from policy.adapters.decisions import RecordedDecision
from policy.adapters.rule_versions import PublishedRules
from policy.adapters.work import Work
from policy.domain.late_arrival import LATE_ARRIVAL_HOLD
from policy.domain.venue import Venue


def _work(transaction: CurrentTransaction) -> Work:
    return Work(transaction)


CurrentWork = Annotated[Work, Depends(_work)]


async def visible_venue(venue_id: str, principal: Principal, work: Work) -> Venue:
    """The venue; 404 for what is another tenant's, out of the token's venues, or not there."""
    venue = await work.venues.get(principal.tenant, venue_id) if principal.may_see(venue_id) else None
    if venue is None:
        raise Problem(404, "not_found", "There is no such venue, or policy has not heard of it yet.")
    return venue


async def active_rules(venue: Venue, work: Work, decision: str = LATE_ARRIVAL_HOLD) -> PublishedRules:
    """The rules that run; 404 for a decision that no venue has."""
    rules = await work.rules.active(venue.tenant, venue.id, decision)
    if rules is None:
        raise Problem(404, "not_found", f"There are no rules for a decision of this name; try {LATE_ARRIVAL_HOLD}.")
    return rules


async def visible_decision(decision_id: str, principal: Principal, work: Work) -> RecordedDecision:
    """The decision; 404 for what is another tenant's, out of the token's venues, or not there."""
    decision = await work.decisions.get(principal.tenant, decision_id)
    if decision is None or not principal.may_see(decision.venue_id):
        raise Problem(404, "not_found", "There is no such decision.")
    return decision
