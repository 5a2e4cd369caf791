"""The one written form of a rule set: strict JSON, and the SHA-256 that names its content."""

import hashlib
import json

from policy.domain.boxes import Box, cell_form
from policy.domain.rules import Question, RuleSet


def plain_form(rule_set: RuleSet, question: Question) -> dict[str, object]:
    """The set as plain data, in a form that `read_rule_set` reads back to an equal set."""
    return {
        "decision": rule_set.decision,
        **({"title": dict(rule_set.title)} if rule_set.title else {}),
        "rules": [
            {
                "id": rule.id,
                **({"exception_to": rule.exception_to} if rule.exception_to else {}),
                "when": _box_form(rule.when, question),
                "then": rule.then,
                **({"because": dict(rule.because)} if rule.because else {}),
            }
            for rule in rule_set.rules
        ],
        "demands": [{each.demand: each.fact} for each in rule_set.demands],
        "guards": [{each.demand: each.action, "when": _box_form(each.when, question)} for each in rule_set.guards],
        "tests": [
            {
                "name": each.name,
                "given": dict(each.given),
                "expect": {"action": each.action, **({"rule": each.rule} if each.rule else {})},
            }
            for each in rule_set.tests
        ],
    }


def canonical_json(plain: object) -> str:
    """Sorted keys, no spaces, characters as they are."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(canonical: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hex."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def _box_form(box: Box, question: Question) -> dict[str, object]:
    return {name: cell_form(question.facts[name], each) for name, each in sorted(box.items())}
