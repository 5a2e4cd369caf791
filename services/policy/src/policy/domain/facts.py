"""What a rule may ask about: facts over finite, declared domains, with `unknown` as an explicit value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

UNKNOWN = "unknown"
FactValue = bool | int | str
Situation = Mapping[str, FactValue]


class Disclosure(StrEnum):
    """To whom a fact may be named."""

    GUEST = "guest"
    STAFF = "staff"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class BoolDomain:
    """False and true, in this order."""

    @property
    def last(self) -> int:
        return 1

    @property
    def first(self) -> int:
        return 0

    def position(self, value: FactValue) -> int | None:
        """Where the value stands in the domain; None when it is not of the domain."""
        return int(value) if isinstance(value, bool) else None

    def value_at(self, position: int) -> FactValue:
        return bool(position)

    def allowed(self) -> str:
        return "true, false"


@dataclass(frozen=True, slots=True)
class EnumDomain:
    """Named values. When `ordered`, the first is the lowest."""

    values: tuple[str, ...]
    ordered: bool = False

    @property
    def first(self) -> int:
        return 0

    @property
    def last(self) -> int:
        return len(self.values) - 1

    def position(self, value: FactValue) -> int | None:
        return self.values.index(value) if isinstance(value, str) and value in self.values else None

    def value_at(self, position: int) -> FactValue:
        return self.values[position]

    def allowed(self) -> str:
        return ", ".join(self.values)


@dataclass(frozen=True, slots=True)
class IntDomain:
    """Whole numbers from `low` to `high`, both included, counted in `unit`."""

    low: int
    high: int
    unit: str

    @property
    def first(self) -> int:
        return self.low

    @property
    def last(self) -> int:
        return self.high

    def position(self, value: FactValue) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if self.low <= value <= self.high else None

    def value_at(self, position: int) -> FactValue:
        return position

    def clamp(self, number: int) -> int:
        """The nearest number of the domain: its ends mean "or less" and "or more" for facts that are measured."""
        return min(max(number, self.low), self.high)

    def allowed(self) -> str:
        return f"{self.low}..{self.high} {self.unit}"


Domain = BoolDomain | EnumDomain | IntDomain


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One column of a decision.

    `may_be_unknown`: the value `unknown` is allowed, and a cell admits it only when it says so.
    `changes_with_time`: a pure function of the booking and an instant.
    `guest_can_change`: the guest could have made it another value, so it may be named as the nearest change.
    """

    name: str
    domain: Domain
    source: str
    disclosure: Disclosure
    labels: Mapping[str, str]
    may_be_unknown: bool = False
    changes_with_time: bool = False
    guest_can_change: bool = False

    def allowed(self) -> str:
        """The allowed values in words."""
        return self.domain.allowed() + (f", {UNKNOWN}" if self.may_be_unknown else "")

    def admits(self, value: FactValue) -> bool:
        if value == UNKNOWN and self.may_be_unknown:
            return True
        return self.domain.position(value) is not None


@dataclass(frozen=True, slots=True)
class BadFact:
    """A fact that cannot be used, and why: `missing`, `mistyped`, `out_of_range` or `not_of_the_schema`."""

    name: str
    problem: str
    allowed: str


class FactSchema:
    """The facts of a decision, in a fixed order; owned by the platform."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self._by_name = {fact.name: fact for fact in self.facts}
        if len(self._by_name) != len(self.facts):
            raise ValueError("two facts of one schema have the same name")

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Fact:
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def bad_facts(self, situation: Situation) -> tuple[BadFact, ...]:
        """Every fact that is missing, of the wrong type, out of its range, or unknown to the schema."""
        bad = [BadFact(name, "not_of_the_schema", ", ".join(self.names)) for name in situation if name not in self]
        for fact in self.facts:
            if fact.name not in situation:
                bad.append(BadFact(fact.name, "missing", fact.allowed()))
            elif not fact.admits(situation[fact.name]):
                bad.append(BadFact(fact.name, _problem(fact, situation[fact.name]), fact.allowed()))
        return tuple(bad)


def _problem(fact: Fact, value: FactValue) -> str:
    expected: type = {BoolDomain: bool, EnumDomain: str, IntDomain: int}[type(fact.domain)]
    return "out_of_range" if type(value) is expected and value != UNKNOWN else "mistyped"
