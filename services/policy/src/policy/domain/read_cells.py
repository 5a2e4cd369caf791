"""Reading cells, boxes and situations of a rule set."""

import re

from policy.domain.boxes import Box, Cell, cell
from policy.domain.document import Findings, Mapping, Node, Scalar, Sequence, shown
from policy.domain.facts import UNKNOWN, Fact, FactSchema, FactValue, IntDomain

_RANGE = re.compile(r"(?P<low>-?\d{1,9})?\.\.(?P<high>-?\d{1,9})?")


def read_box(node: Node | None, facts: FactSchema, findings: Findings, *, rule: str | None) -> Box:
    """A box from a mapping of facts to cells. An absent or empty one admits everything."""
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        findings.add("wrong_type", f"`when` is {shown(node)}", node, rule=rule, allowed="a mapping of facts to cells")
        return {}
    box: dict[str, Cell] = {}
    for entry in node.entries:
        if entry.key not in facts:
            findings.add(
                "unknown_fact",
                f"there is no fact {entry.key!r}",
                entry.line,
                rule=rule,
                fact=entry.key[:80],
                allowed=", ".join(facts.names),
            )
            continue
        box[entry.key] = _CellReader(facts[entry.key], findings, rule).read(entry.value)
    return box


def read_value(node: Node, fact: Fact, findings: Findings, *, rule: str | None) -> FactValue | None:
    """One value of a fact, as in a stored test; None after a finding."""
    if isinstance(node, Scalar) and node.value is not None and fact.admits(node.value):
        return node.value
    message = f"{shown(node)} is no value of {fact.name}"
    findings.add("unknown_value", message, node, rule=rule, fact=fact.name, allowed=fact.allowed())
    return None


class _CellReader:
    def __init__(self, fact: Fact, findings: Findings, rule: str | None) -> None:
        self._fact = fact
        self._findings = findings
        self._rule = rule

    def read(self, node: Node) -> Cell:
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items:
            self._refuse("empty_cell", "a cell that admits nothing can never match", node)
        ranges: list[tuple[int, int]] = []
        unknown = False
        for item in items:
            if isinstance(item, Scalar) and item.value == UNKNOWN and self._fact.may_be_unknown:
                unknown = True
            elif (found := self._range(item)) is not None:
                if any(low <= found[1] and found[0] <= high for low, high in ranges):
                    self._refuse("overlapping_ranges", f"{shown(item)} overlaps another part of the cell", item)
                ranges.append(found)
        return cell(ranges, unknown=unknown)

    def _range(self, node: Node) -> tuple[int, int] | None:
        domain = self._fact.domain
        if not isinstance(node, Scalar) or node.value is None:
            self._refuse("wrong_type", f"{shown(node)} is no cell of {self._fact.name}", node)
            return None
        if isinstance(domain, IntDomain) and isinstance(node.value, str):
            return self._written_range(node, node.value, domain)
        position = domain.position(node.value)
        if position is None:
            mistyped = isinstance(domain, IntDomain) is not (type(node.value) is int)
            code = "wrong_type" if mistyped else "out_of_range" if isinstance(node.value, int) else "unknown_value"
            self._refuse(code, f"{shown(node)} is no value of {self._fact.name}", node)
            return None
        return position, position

    def _written_range(self, node: Scalar, text: str, domain: IntDomain) -> tuple[int, int] | None:
        match = _RANGE.fullmatch(text)
        if match is None or text == "..":
            self._refuse("bad_range", f"{shown(node)} is no range", node)
            return None
        low = int(match["low"]) if match["low"] is not None else domain.low
        high = int(match["high"]) if match["high"] is not None else domain.high
        if domain.position(low) is None or domain.position(high) is None:
            self._refuse("out_of_range", f"{text!r} leaves the range of {self._fact.name}", node)
            return None
        if low > high:
            self._refuse("bad_range", f"{text!r} ends before it begins", node)
            return None
        return low, high

    def _refuse(self, code: str, message: str, at: Node) -> None:
        allowed = self._fact.allowed()
        if isinstance(self._fact.domain, IntDomain):
            domain = self._fact.domain
            unknown = f", {UNKNOWN}" if self._fact.may_be_unknown else ""
            allowed = f"a number, 0..14, 15.. or ..14 within {domain.low}..{domain.high} {domain.unit}{unknown}"
        self._findings.add(code, message, at, rule=self._rule, fact=self._fact.name, allowed=allowed)
