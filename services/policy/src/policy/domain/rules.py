"""A rule set: rules, guard rails, fairness demands and stored tests of one decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from policy.domain.boxes import Box
from policy.domain.facts import FactSchema, FactValue
from policy.domain.outcomes import OutcomeSchema

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A decision that the platform defines: what is asked, about which facts, and what may be answered."""

    name: str
    facts: FactSchema
    outcomes: OutcomeSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`when` is a box; `exception_to` names the rule that this one defeats where both match."""

    id: str
    when: Box
    then: str
    exception_to: str | None = None
    because: Texts = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`exception`, `general` (it asks nothing) or `rule`."""
        if self.exception_to is not None:
            return "exception"
        return "rule" if self.when else "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A rail: inside the box the action is forbidden (`never`) or the only one allowed (`always`)."""

    demand: str
    action: str
    when: Box


@dataclass(frozen=True, slots=True)
class Demand:
    """A fairness demand on the generosity of outcomes along one fact, such as `never_better_when_higher`."""

    demand: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTest:
    """A situation whose answer the owner has written down. `given` names every fact."""

    name: str
    given: Mapping[str, FactValue]
    action: str
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules of one venue for one decision. The order of the rules means nothing."""

    decision: str
    rules: tuple[Rule, ...]
    title: Texts = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()
    guards: tuple[Guard, ...] = ()
    tests: tuple[StoredTest, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """Raises KeyError for an id that the set does not have."""
        for each in self.rules:
            if each.id == rule_id:
                return each
        raise KeyError(rule_id)

    def path(self, rule_id: str) -> tuple[str, ...]:
        """The rule, then the rule it is an exception to, and so on to the top."""
        return tuple(each.id for each in self._upwards(rule_id))

    def _upwards(self, rule_id: str) -> Iterator[Rule]:
        each = self.rule(rule_id)
        yield each
        while each.exception_to is not None:
            each = self.rule(each.exception_to)
            yield each
