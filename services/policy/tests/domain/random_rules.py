"""Random fact schemas, rule sets and situations, small enough for brute force."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st
from policy.domain.boxes import Cell, cell
from policy.domain.facts import (
    UNKNOWN,
    BoolDomain,
    Disclosure,
    Domain,
    EnumDomain,
    Fact,
    FactSchema,
    FactValue,
    IntDomain,
)
from policy.domain.outcomes import OutcomeSchema
from policy.domain.rules import Question, Rule, RuleSet

OUTCOMES = OutcomeSchema(actions=("release", "ask_staff", "hold"), in_doubt="ask_staff")
_DOMAINS: tuple[Domain, ...] = (
    BoolDomain(),
    EnumDomain(("watch", "new", "regular"), ordered=True),
    IntDomain(0, 6, "minutes"),
    IntDomain(-2, 2, "steps"),
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kinds = draw(st.lists(st.tuples(st.sampled_from(_DOMAINS), st.booleans()), min_size=1, max_size=3))
    facts = [
        Fact(
            name=f"fact_{number}",
            domain=domain,
            source="test",
            disclosure=Disclosure.GUEST,
            labels={"en": "a fact", "ru": "факт"},
            may_be_unknown=may_be_unknown,
        )
        for number, (domain, may_be_unknown) in enumerate(kinds)
    ]
    return Question("test.question", FactSchema(facts), OUTCOMES)


@st.composite
def cells(draw: st.DrawFn, fact: Fact) -> Cell:
    ends = st.integers(fact.domain.first, fact.domain.last)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=2))
    ranges = [(min(pair), max(pair)) for pair in pairs]
    unknown = fact.may_be_unknown and draw(st.booleans())
    if not ranges and not unknown:
        ranges = [(fact.domain.first, fact.domain.first)]
    return cell(ranges, unknown=unknown)


@st.composite
def rule_sets(draw: st.DrawFn, question: Question) -> RuleSet:
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 6))):
        asked = draw(st.sets(st.sampled_from(question.facts.names)))
        above = draw(st.sampled_from([None, *(rule.id for rule in rules)]))
        rules.append(
            Rule(
                id=f"rule-{number}",
                when={name: draw(cells(question.facts[name])) for name in sorted(asked)},
                then=draw(st.sampled_from(OUTCOMES.actions)),
                exception_to=above,
            )
        )
    return RuleSet(decision=question.name, rules=tuple(draw(st.permutations(rules))))


def all_situations(question: Question) -> Iterator[dict[str, FactValue]]:
    columns = [
        [fact.domain.value_at(at) for at in range(fact.domain.first, fact.domain.last + 1)]
        + ([UNKNOWN] if fact.may_be_unknown else [])
        for fact in question.facts.facts
    ]
    for values in product(*columns):
        yield dict(zip(question.facts.names, values, strict=True))
