"""Asking a rule set about a situation: per fact sorted breakpoints and bitmasks; AND over facts gives all matches."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from policy.domain.boxes import Cell
from policy.domain.facts import UNKNOWN, BadFact, Fact, FactValue, Situation
from policy.domain.rules import Question, Rule, RuleSet

_REMEMBERED = 4096


class VerdictKind(StrEnum):
    RULE = "rule"
    EXCEPTION = "exception"
    GENERAL = "general"
    NO_RULE = "no_rule"
    CONFLICT = "conflict"
    BAD_FACTS = "bad_facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to one situation. `winners` agree on `action`, unless `kind` is `conflict`."""

    action: str
    kind: VerdictKind
    winners: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    bad_facts: tuple[BadFact, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether a rule gave the answer."""
        return self.kind in (VerdictKind.RULE, VerdictKind.EXCEPTION, VerdictKind.GENERAL)

    @property
    def losers(self) -> tuple[str, ...]:
        """The rules that match and are defeated by their exceptions."""
        return tuple(each for each in self.matches if each not in self.winners)


class _Column:
    """For one fact: the mask of rules that admit a value, by bisection over the segments' starts."""

    __slots__ = ("fact", "masks", "starts", "unknown_mask")

    def __init__(self, fact: Fact, rules: tuple[Rule, ...]) -> None:
        self.fact = fact
        cells = [rule.when.get(fact.name) for rule in rules]
        cuts = {fact.domain.first}
        for each in cells:
            for low, high in each.ranges if each else ():
                cuts.add(low)
                if high < fact.domain.last:
                    cuts.add(high + 1)
        self.starts = sorted(cuts)
        self.masks = [_mask(cells, start) for start in self.starts]
        self.unknown_mask = sum(1 << i for i, each in enumerate(cells) if each is None or each.unknown)

    def mask(self, value: FactValue) -> int:
        if value == UNKNOWN and self.fact.may_be_unknown:
            return self.unknown_mask
        position = self.fact.domain.position(value)
        if position is None:
            return 0
        return self.masks[bisect_right(self.starts, position) - 1]


def _mask(cells: list[Cell | None], position: int) -> int:
    return sum(
        1 << i
        for i, each in enumerate(cells)
        if each is None or any(low <= position <= high for low, high in each.ranges)
    )


class Evaluator:
    """A rule set made ready to be asked. Immutable in effect; safe to share."""

    def __init__(self, question: Question, rule_set: RuleSet) -> None:
        self.question = question
        self.rule_set = rule_set
        self._columns = {fact.name: _Column(fact, rule_set.rules) for fact in question.facts.facts}
        self._asked = [
            (name, column)
            for name, column in self._columns.items()
            if any(name in rule.when for rule in rule_set.rules)
        ]
        self._all = (1 << len(rule_set.rules)) - 1
        self._defeaters = _defeaters(rule_set)
        self._by_mask: dict[int, Verdict] = {}

    def breakpoints(self, fact: str) -> tuple[int, ...]:
        """The positions of a fact at which some cell's truth changes (the domain's first one included)."""
        return tuple(self._columns[fact].starts)

    def matching(self, situation: Situation) -> int:
        """The bitmask of all rules whose box admits a good situation."""
        mask = self._all
        for name, column in self._asked:
            mask &= column.mask(situation[name])
        return mask

    def ask(self, situation: Situation) -> Verdict:
        """The verdict on a situation.

        - Winners are the matching rules none of whose transitive exceptions match.
        - No winner, or winners that disagree, is the schema's answer in doubt, never a silent default.
        - A missing, mistyped or out-of-range fact is the same, and names the fact.
        """
        bad = self.question.facts.bad_facts(situation)
        if bad:
            in_doubt = self.question.outcomes.in_doubt
            return Verdict(action=in_doubt, kind=VerdictKind.BAD_FACTS, bad_facts=bad)
        mask = self.matching(situation)
        verdict = self._by_mask.get(mask)
        if verdict is None:
            verdict = self._verdict(mask)
            if len(self._by_mask) < _REMEMBERED:
                self._by_mask[mask] = verdict
        return verdict

    def _verdict(self, mask: int) -> Verdict:
        rules = self.rule_set.rules
        matches = tuple(rule.id for i, rule in enumerate(rules) if mask >> i & 1)
        winners = [rule for i, rule in enumerate(rules) if mask >> i & 1 and not mask & self._defeaters[i]]
        names = tuple(rule.id for rule in winners)
        in_doubt = self.question.outcomes.in_doubt
        if not winners:
            return Verdict(action=in_doubt, kind=VerdictKind.NO_RULE, matches=matches)
        if len({rule.then for rule in winners}) > 1:
            return Verdict(action=in_doubt, kind=VerdictKind.CONFLICT, winners=names, matches=matches)
        kind = VerdictKind(winners[0].kind)
        return Verdict(action=winners[0].then, kind=kind, winners=names, matches=matches)


def _defeaters(rule_set: RuleSet) -> list[int]:
    """For each rule the mask of its transitive exceptions."""
    index = {rule.id: i for i, rule in enumerate(rule_set.rules)}
    masks = [0] * len(rule_set.rules)
    for i, rule in enumerate(rule_set.rules):
        for above in rule_set.path(rule.id)[1:]:
            masks[index[above]] |= 1 << i
    return masks
