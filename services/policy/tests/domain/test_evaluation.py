"""Bitmasks against the definition, word for word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy.domain.boxes import box_admits, cell
from policy.domain.evaluation import Evaluator, VerdictKind
from policy.domain.facts import BadFact, FactValue, Situation
from policy.domain.late_arrival import QUESTION
from policy.domain.rules import Question, Rule, RuleSet

from .random_rules import all_situations, questions, rule_sets

GOOD: dict[str, FactValue] = {
    "minutes_late": 10,
    "wall_minute": 800,
    "eta_minutes_late": "unknown",
    "eta_changes": 0,
    "party": 2,
    "guarantee": "none",
    "standing": "new",
}


def is_above(rule_set: RuleSet, upper: Rule, lower: Rule) -> bool:
    """Whether `lower` is a transitive exception of `upper`, by following the definition."""
    at = lower
    while at.exception_to is not None:
        if at.exception_to == upper.id:
            return True
        at = next(rule for rule in rule_set.rules if rule.id == at.exception_to)
    return False


def by_definition(question: Question, rule_set: RuleSet, situation: Situation) -> tuple[str, set[str], set[str]]:
    matches = [rule for rule in rule_set.rules if box_admits(rule.when, question.facts, situation)]
    winners = [rule for rule in matches if not any(is_above(rule_set, rule, other) for other in matches)]
    actions = {rule.then for rule in winners}
    action = actions.pop() if len(actions) == 1 else question.outcomes.in_doubt
    return action, {rule.id for rule in winners}, {rule.id for rule in matches}


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_bitmasks_give_what_the_definition_says(data: st.DataObject) -> None:
    question = data.draw(questions())
    rule_set = data.draw(rule_sets(question))
    evaluator = Evaluator(question, rule_set)
    for situation in all_situations(question):
        verdict = evaluator.ask(situation)
        action, winners, matches = by_definition(question, rule_set, situation)
        assert (verdict.action, set(verdict.winners), set(verdict.matches)) == (action, winners, matches)
        assert verdict.settled == (len({rule_set.rule(each).then for each in winners}) == 1)


def a_set(*rules: Rule) -> RuleSet:
    return RuleSet(decision=QUESTION.name, rules=rules)


def test_an_exception_of_an_exception_defeats_both_above() -> None:
    evaluator = Evaluator(
        QUESTION,
        a_set(
            Rule(id="top", when={}, then="release"),
            Rule(id="middle", when={}, then="hold", exception_to="top"),
            Rule(id="bottom", when={}, then="ask_staff", exception_to="middle"),
        ),
    )
    verdict = evaluator.ask(GOOD)
    assert (verdict.winners, verdict.action) == (("bottom",), "ask_staff")
    assert set(verdict.losers) == {"top", "middle"}
    assert evaluator.rule_set.path("bottom") == ("bottom", "middle", "top")


def test_a_situation_without_a_rule_is_a_question_to_staff() -> None:
    verdict = Evaluator(QUESTION, a_set(Rule(id="no", when={"party": cell([(500, 500)])}, then="hold"))).ask(GOOD)
    assert (verdict.action, verdict.kind, verdict.winners) == ("ask_staff", VerdictKind.NO_RULE, ())


def test_winners_that_disagree_are_a_question_to_staff() -> None:
    rules = a_set(Rule(id="a", when={}, then="hold"), Rule(id="b", when={}, then="release"))
    verdict = Evaluator(QUESTION, rules).ask(GOOD)
    assert (verdict.action, verdict.kind, set(verdict.winners)) == ("ask_staff", VerdictKind.CONFLICT, {"a", "b"})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"party": 0}, "out_of_range"),
        ({"party": 501}, "out_of_range"),
        ({"party": True}, "mistyped"),
        ({"party": "2"}, "mistyped"),
        ({"party": "unknown"}, "mistyped"),
        ({"guarantee": "cash"}, "out_of_range"),
        ({"guarantee": 1}, "mistyped"),
        ({"minutes_late": 2881}, "out_of_range"),
        ({"eta_minutes_late": -1}, "out_of_range"),
    ],
)
def test_a_bad_fact_is_named_and_never_guessed(change: dict[str, object], problem: str) -> None:
    evaluator = Evaluator(QUESTION, a_set(Rule(id="all", when={}, then="hold")))
    verdict = evaluator.ask({**GOOD, **change})  # type: ignore[dict-item]
    (name,) = change
    assert (verdict.action, verdict.kind) == ("ask_staff", VerdictKind.BAD_FACTS)
    assert verdict.bad_facts == (BadFact(name, problem, QUESTION.facts[name].allowed()),)


def test_a_missing_fact_and_a_strange_one_are_named() -> None:
    evaluator = Evaluator(QUESTION, a_set(Rule(id="all", when={}, then="hold")))
    without = {name: value for name, value in GOOD.items() if name != "standing"}
    verdict = evaluator.ask({**without, "weather": "rain"})
    assert {(bad.name, bad.problem) for bad in verdict.bad_facts} == {
        ("standing", "missing"),
        ("weather", "not_of_the_schema"),
    }
