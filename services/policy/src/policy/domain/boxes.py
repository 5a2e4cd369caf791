"""A rule's condition is a box: for each fact it mentions, a set of allowed values of a finite domain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policy.domain.facts import UNKNOWN, Fact, FactSchema, FactValue, IntDomain, Situation


@dataclass(frozen=True, slots=True)
class Cell:
    """Allowed positions as sorted, disjoint, inclusive ranges. `unknown` is admitted only when said so."""

    ranges: tuple[tuple[int, int], ...]
    unknown: bool = False

    def admits(self, fact: Fact, value: FactValue) -> bool:
        if value == UNKNOWN and fact.may_be_unknown:
            return self.unknown
        position = fact.domain.position(value)
        return position is not None and any(low <= position <= high for low, high in self.ranges)


def cell(ranges: Iterable[tuple[int, int]], *, unknown: bool = False) -> Cell:
    """A cell in its one normal form: ranges sorted, overlapping and touching ones joined."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return Cell(tuple(joined), unknown)


Box = Mapping[str, Cell]


def box_admits(box: Box, schema: FactSchema, situation: Situation) -> bool:
    """Whether a (good) situation lies in the box. A fact that the box does not mention may have any value."""
    return all(each.admits(schema[name], situation[name]) for name, each in box.items())


def cell_form(fact: Fact, each: Cell) -> object:
    """The cell as it is written in a rule set: `0..14`, `15..`, `[regular]`, `true`, with `unknown` where admitted."""
    if isinstance(fact.domain, IntDomain):
        parts = [_range_form(fact.domain, low, high) for low, high in each.ranges]
    else:
        parts = [fact.domain.value_at(at) for low, high in each.ranges for at in range(low, high + 1)]
    if each.unknown:
        parts.append(UNKNOWN)
    return parts


def _range_form(domain: IntDomain, low: int, high: int) -> FactValue:
    if low == high:
        return low
    if high == domain.high:
        return f"{low}.."
    return f"{low}..{high}"
