"""Good sets: what ships, what is written back, what YAML 1.2 means."""

import json

import pytest
from hypothesis import given, settings
from policy.adapters.default_rules import default_rules
from policy.adapters.rule_files import read_json_rule_set, read_yaml_rule_set, write_yaml_rule_set
from policy.domain.boxes import cell
from policy.domain.canonical import canonical_json, content_hash, plain_form
from policy.domain.document import tree_of
from policy.domain.evaluation import Evaluator
from policy.domain.late_arrival import QUESTION, QUESTIONS
from policy.domain.read_rule_set import read_rule_set
from policy.domain.rules import RuleSet

from ..domain.random_rules import rule_sets

TRADES = ["restaurant", "hotel"]


@pytest.mark.parametrize("trade", TRADES)
def test_the_tests_in_a_shipped_set_pass(trade: str) -> None:
    rule_set = default_rules(trade)
    evaluator = Evaluator(QUESTION, rule_set)
    reached = set()
    for test in rule_set.tests:
        verdict = evaluator.ask(test.given)
        assert verdict.action == test.action, test.name
        assert verdict.winners == (test.rule,), test.name
        reached.add(test.rule)
    assert reached == {rule.id for rule in rule_set.rules}


def test_each_shipped_set_has_at_least_two_rules_that_the_other_has_not() -> None:
    restaurant, hotel = ({rule.id for rule in default_rules(trade).rules} for trade in TRADES)
    assert len(restaurant - hotel) >= 2
    assert len(hotel - restaurant) >= 2


@pytest.mark.parametrize("trade", TRADES)
def test_guard_rails_and_demands_are_kept(trade: str) -> None:
    rule_set = default_rules(trade)
    assert rule_set.guards
    assert rule_set.demands
    assert set(rule_set.title) == {"en", "ru"}


def there_and_back(rule_set: RuleSet) -> None:
    canonical = canonical_json(plain_form(rule_set, QUESTION))
    assert read_rule_set(tree_of(json.loads(canonical)), QUESTIONS) == rule_set
    assert read_json_rule_set(canonical.encode()) == rule_set
    assert read_json_rule_set(json.dumps(json.loads(canonical), indent="\t").encode()) == rule_set
    assert read_yaml_rule_set(write_yaml_rule_set(json.loads(canonical)).encode()) == rule_set
    assert content_hash(canonical) == content_hash(canonical_json(json.loads(canonical)))


@pytest.mark.parametrize("trade", TRADES)
def test_a_shipped_set_survives_every_form(trade: str) -> None:
    there_and_back(default_rules(trade))


@settings(max_examples=25, deadline=None)
@given(rule_sets(QUESTION))
def test_any_set_survives_every_form(rule_set: RuleSet) -> None:
    there_and_back(rule_set)


def test_one_meaning_has_one_hash() -> None:
    def hash_of(when: str) -> str:
        text = f"decision: late_arrival.hold\nrules: [{{id: a, when: {when}, then: hold}}]\n"
        return content_hash(canonical_json(plain_form(read_yaml_rule_set(text.encode()), QUESTION)))

    assert hash_of("{minutes_late: 15..}") == hash_of("{minutes_late: [20..2880, 15..19]}")
    assert hash_of("{standing: [new, regular]}") == hash_of("{standing: [regular, new]}")
    assert hash_of("{party: 2..2, guarantee: card}") == hash_of("{guarantee: [card], party: 2}")
    assert hash_of("{party: 2}") != hash_of("{party: 3}")


def test_yaml_words_mean_what_yaml_1_2_says() -> None:
    text = (
        "decision: late_arrival.hold\n"
        "title: {en: no, ru: 22:30}\n"
        "rules:\n"
        "  - id: on\n"
        "    when: {eta_minutes_late: [unknown, 5, 7..9], party: [1, 3..]}\n"
        "    then: hold\n"
    )
    rule_set = read_yaml_rule_set(b"\xef\xbb\xbf" + text.encode())
    assert rule_set.title == {"en": "no", "ru": "22:30"}
    (rule,) = rule_set.rules
    assert rule.id == "on"
    assert rule.when == {
        "eta_minutes_late": cell([(5, 5), (7, 9)], unknown=True),
        "party": cell([(1, 1), (3, 500)]),
    }


def test_a_character_beyond_the_first_plane_is_read_from_json() -> None:
    text = '{"decision": "late_arrival.hold", "title": {"en": "\\ud83c\\udf74 late", "ru": "\\ud83c\\udf74"},'
    rule_set = read_json_rule_set((text + '"rules": [{"id": "a", "when": {}, "then": "hold"}]}').encode())
    assert rule_set.title["en"] == "🍴 late"
