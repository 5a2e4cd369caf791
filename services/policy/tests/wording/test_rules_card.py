"""The rules in plain words."""

from dataclasses import replace

import pytest
from policy.adapters.default_rules import default_rules
from policy.adapters.rule_files import read_yaml_rule_set
from policy.adapters.wording.rules_card import card_lines, card_text
from policy.domain.facts import Disclosure, FactSchema
from policy.domain.late_arrival import FACTS, OUTCOMES, QUESTION
from policy.domain.rules import Question


@pytest.mark.parametrize(
    ("cell", "en", "ru"),
    [
        ("{minutes_late: 0..0}", "Less than 1 minute late", "Опоздание меньше 1 минуты"),
        ("{minutes_late: 0..4}", "Less than 5 minutes late", "Опоздание меньше 5 минут"),
        ("{minutes_late: 0..20}", "Less than 21 minutes late", "Опоздание меньше 21 минуты"),
        ("{minutes_late: 21..}", "21 minutes late or more", "Опоздание 21 минута и больше"),
        ("{minutes_late: 2..}", "2 minutes late or more", "Опоздание 2 минуты и больше"),
        ("{party: 5..}", "A party of 5 guests or more", "В компании от 5 гостей"),
        ("{party: ..8}", "A party of fewer than 9 guests", "В компании меньше 9 гостей"),
        ("{party: 21..}", "A party of 21 guests or more", "В компании от 21 гостя"),
        ("{eta_changes: 0..1}", "The told arrival changed fewer than 2 times", "Время прибытия менялось меньше 2 раз"),
        ("{eta_changes: 2..}", "The told arrival changed 2 times or more", "Время прибытия менялось не меньше 2 раз"),
        ("{eta_minutes_late: unknown}", "Without word from you", "Без вестей от вас"),
        ("{wall_minute: 0..1799}", "Before 06:00 on the next day", "До 06:00 следующего дня"),
        ("{wall_minute: 1800..}", "From 06:00 on the next day", "С 06:00 следующего дня"),
        (
            "{guarantee: [card, prepaid]}",
            "A booking guaranteed by card or a booking paid in advance",
            "Бронь с гарантией по карте или оплаченная бронь",
        ),
    ],
)
def test_a_condition_in_plain_words(cell: str, en: str, ru: str) -> None:
    text = f"decision: late_arrival.hold\nrules:\n  - {{id: one, when: {cell}, then: hold}}\n"
    rule_set = read_yaml_rule_set(text.encode())
    assert card_lines(rule_set, QUESTION, "restaurant", "en") == [("one", f"{en}: we keep your table.")]
    assert card_lines(rule_set, QUESTION, "restaurant", "ru") == [("one", f"{ru}: мы держим ваш столик.")]


@pytest.mark.parametrize("trade", ["restaurant", "hotel"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_rule_that_ships_is_on_the_card(trade: str, language: str) -> None:
    rule_set = default_rules(trade)
    lines = dict(card_lines(rule_set, QUESTION, trade, language))  # type: ignore[arg-type]
    assert set(lines) == {rule.id for rule in rule_set.rules}
    assert all(rule.because[language] in lines[rule.id] for rule in rule_set.rules if rule.because)


def test_a_rule_about_an_internal_fact_is_left_out_and_that_is_said() -> None:
    facts = FactSchema(
        replace(fact, disclosure=Disclosure.STAFF) if fact.name == "standing" else fact for fact in FACTS.facts
    )
    text = card_text(default_rules("restaurant"), Question(QUESTION.name, facts, OUTCOMES), "restaurant", "en")
    assert "regular" not in text
    assert text.endswith("Some cases are looked at one by one.")
