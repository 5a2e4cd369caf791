"""A rule set as it was written: a tree that knows its lines, and the findings about it."""

from collections.abc import Iterator
from dataclasses import dataclass

Plain = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Scalar:
    value: Plain
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple["Node", ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    value: "Node"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys are unique: whoever builds the tree refuses a second one."""

    entries: tuple[Entry, ...]
    line: int | None = None

    def get(self, key: str) -> "Node | None":
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def line_of(self, key: str) -> int | None:
        return next((entry.line for entry in self.entries if entry.key == key), self.line)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and what is allowed. Lines count from 1; None where the form has no lines."""

    code: str
    message: str
    line: int | None = None
    rule: str | None = None
    fact: str | None = None
    allowed: str | None = None


class Findings:
    """Collects what is wrong, so that an author sees all of it at once."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(
        self,
        code: str,
        message: str,
        at: Node | int | None = None,
        *,
        rule: str | None = None,
        fact: str | None = None,
        allowed: str | None = None,
    ) -> None:
        line = at if isinstance(at, int) or at is None else at.line
        self._found.append(Finding(code=code, message=message, line=line, rule=rule, fact=fact, allowed=allowed))

    def in_order(self) -> tuple[Finding, ...]:
        return tuple(sorted(self._found, key=lambda each: each.line or 0))


class RuleSetRefused(Exception):
    """The set is malformed; `findings` says everything that is wrong with it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.message}" for each in findings[:5]))
        self.findings = findings


def shown(node: Node) -> str:
    """What stands there, short, for a message."""
    match node:
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool() as value):
            return "true" if value else "false"
        case Scalar(value=value):
            return repr(value) if len(str(value)) <= 40 else repr(str(value)[:40] + "…")
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"


def tree_of(plain: object) -> Node:
    """The tree of plain data (the canonical form read back), without lines."""
    if isinstance(plain, dict):
        return Mapping(tuple(Entry(str(key), tree_of(value)) for key, value in plain.items()))
    if isinstance(plain, list | tuple):
        return Sequence(tuple(tree_of(each) for each in plain))
    if plain is None or isinstance(plain, bool | int | str):
        return Scalar(plain)
    raise TypeError(f"a rule set holds no {type(plain).__name__}")
