"""Publish a rule set of a venue."""

from dataclasses import dataclass

from messaging.ids import new_id

from policy.adapters.rule_versions import PublishedRules, evaluator_of
from policy.adapters.wording.rules_card import card_texts
from policy.adapters.work import Work
from policy.domain.canonical import canonical_json, content_hash, plain_form
from policy.domain.hold_question import Version
from policy.domain.late_arrival import QUESTIONS
from policy.domain.rules import RuleSet
from policy.domain.venue import Venue
from policy.events import RulesPublished


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRules:
    """`venue` is locked by the caller: one publishes at a time."""

    venue: Venue
    rule_set: RuleSet
    by: str


async def publish_rules(command: PublishRules, work: Work) -> PublishedRules:
    """Make a rule set the active one from now on.

    - A published version never changes; each has the next number and the SHA-256 of its canonical form.
    - Publishing what is active already changes nothing.
    - Bookings keep the version that was pinned to them.
    """
    venue, rule_set = command.venue, command.rule_set
    question = QUESTIONS[rule_set.decision]
    canonical = canonical_json(plain_form(rule_set, question))
    digest = content_hash(canonical)
    active = await work.rules.active(venue.tenant, venue.id, rule_set.decision)
    if active is not None and active.version.hash == digest:
        return active
    number = active.version.number + 1 if active else 1
    rules = PublishedRules(
        tenant=venue.tenant,
        venue_id=venue.id,
        decision=rule_set.decision,
        version=Version(new_id("rul"), number, digest, evaluator_of(canonical)),
        canonical=canonical,
        card=card_texts(rule_set, question, venue.trade),
        published_at=work.now,
        published_by=command.by,
    )
    await work.rules.add(rules)
    work.transaction.publish(
        RulesPublished(
            venue_id=venue.id,
            decision=rules.decision,
            rules_version=rules.version.id,
            number=number,
            published_at=rules.published_at,
            card=rules.card,
        ),
        tenant=venue.tenant,
    )
    return rules
