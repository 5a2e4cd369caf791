"""What guests are told, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from policy.adapters.default_rules import default_rules
from policy.adapters.wording.decision_sentences import SENTENCES
from policy.adapters.wording.decision_texts import Scene, texts_of
from policy.adapters.wording.sentences import MissingVariable, fill
from policy.domain.arrival_clock import ArrivalClock
from policy.domain.boxes import cell
from policy.domain.evaluation import Evaluator
from policy.domain.facts import Disclosure, FactSchema, FactValue
from policy.domain.hold_decision import decide_hold
from policy.domain.hold_question import HoldQuestion, Version, Versions
from policy.domain.late_arrival import FACTS, OUTCOMES, QUESTION
from policy.domain.rules import Question, Rule, RuleSet

MINUTE = timedelta(minutes=1)
ONE = datetime(2027, 3, 4, 13, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def version_of(rule_set: RuleSet, question: Question = QUESTION) -> Versions:
    version = Version("rul_1", 1, "1" * 64, Evaluator(question, rule_set))
    return Versions(version, version)


def told(
    minutes: float,
    *,
    eta: int | None = None,
    trade: str = "restaurant",
    promised_at: float | None = None,
    versions: Versions | None = None,
    lasts: int = 2,
    **still: FactValue,
) -> dict[str, str]:
    """The texts at so many minutes after one o'clock; the promise is what was told at `promised_at`."""
    versions = versions or version_of(default_rules(trade))
    question = HoldQuestion(
        as_of=ONE + timedelta(minutes=minutes),
        clock=ArrivalClock(ONE, date(2027, 3, 4), LONDON),
        ends_at=ONE + timedelta(hours=lasts),
        still={"eta_changes": 0, "party": 2, "guarantee": "none", "standing": "new", **still},
        eta=ONE + eta * MINUTE if eta is not None else None,
    )
    if promised_at is not None:
        promise = decide_hold(replace(question, as_of=ONE + promised_at * MINUTE), versions).promise
        question = replace(question, promise=promise)
    answer = decide_hold(question, versions)
    return texts_of(answer.explanation, Scene(trade=trade, zone=LONDON, day=date(2027, 3, 4)))


def test_the_silent_guest_loses_the_table_and_learns_what_would_have_kept_it() -> None:
    texts = told(15.2, promised_at=5)
    assert texts["en"] == (
        "Your table was kept until 13:15, fifteen minutes as agreed. You had not arrived and we had no word from you, "
        "so it went to the next guests. A message before 13:15 would have kept it until 13:25."
    )
    assert texts["ru"] == (
        "Мы держали ваш столик до 13:15, пятнадцать минут, как договорились. Вы ещё не пришли, и вестей от вас не "
        "было, поэтому мы пригласили следующих гостей. Сообщение до 13:15 сохранило бы его до 13:25."
    )


def test_an_eta_beyond_the_rules_is_answered_kindly() -> None:
    texts = told(6, eta=40)
    assert texts["en"] == (
        "Thank you for telling us. Your table is kept until 13:15, as for everyone; we cannot keep it until 13:40."
    )
    assert texts["ru"] == (
        "Спасибо, что предупредили. Мы держим ваш столик до 13:15, как и для всех; ждать до 13:40 мы не сможем."
    )


def test_who_tells_us_is_kept_longer_and_told_why() -> None:
    texts = told(6, eta=20)
    assert texts["en"] == (
        "Thank you for telling us. Your table is kept until 13:25, because you told us that you were on the way."
    )
    assert "потому что вы предупредили" in texts["ru"]


def test_who_told_us_and_did_not_come_is_not_said_to_have_been_silent() -> None:
    texts = told(25.2, eta=20, promised_at=6)
    assert "no word" not in texts["en"]
    assert texts["en"].endswith("You had not arrived by then, so it went to the next guests.")


def test_too_late_a_word_is_answered_with_what_would_have_been_in_time() -> None:
    texts = told(15.2, eta=40, promised_at=6)
    assert "You had told us of an arrival at 13:40, which is later than we can keep it" in texts["en"]
    assert texts["en"].endswith("With an arrival before 13:25 it would have been kept until 13:25.")


def test_a_night_is_told_with_its_date() -> None:
    texts = told(0, trade="hotel", guarantee="card", lasts=24)
    assert texts["en"] == "Your room is kept until 06:00 on 5 March, because your room is guaranteed."
    assert texts["ru"] == "Мы держим ваш номер до 06:00 5 марта, потому что ваш номер гарантирован."


@pytest.mark.parametrize("minutes", [1, 2, 5, 11, 21, 51])
def test_every_promised_length_reads_well(minutes: int) -> None:
    rules = RuleSet(
        decision=QUESTION.name,
        rules=(
            Rule(id="keep", when={"minutes_late": cell([(0, minutes - 1)])}, then="hold"),
            Rule(id="gone", when={"minutes_late": cell([(minutes, 2880)])}, then="release"),
        ),
    )
    texts = told(0.5, versions=version_of(rules))
    assert ("minute as agreed" in texts["en"]) is (minutes == 1)
    assert ("минуту, как договорились" in texts["ru"]) is (minutes in (1, 21, 51))
    assert ("минуты, как договорились" in texts["ru"]) is (minutes == 2)


def test_a_reason_that_rests_on_an_internal_fact_is_left_out() -> None:
    facts = FactSchema(
        replace(fact, disclosure=Disclosure.INTERNAL) if fact.name == "standing" else fact for fact in FACTS.facts
    )
    question = Question(QUESTION.name, facts, OUTCOMES)
    texts = told(6, versions=version_of(default_rules("restaurant"), question), standing="regular")
    assert "regular" not in texts["en"]
    assert texts["en"].startswith("Your table is kept until 13:20, twenty minutes as agreed.")


def test_every_sentence_has_the_same_variables_in_every_language() -> None:
    def variables(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    english, russian = SENTENCES["en"], SENTENCES["ru"]
    assert {name: variables(text) for name, text in english.items()} == {
        name: variables(text) for name, text in russian.items()
    }


@pytest.mark.parametrize("given", [{}, {"place": ""}])
def test_a_missing_variable_is_an_error_and_no_broken_sentence(given: dict[str, str]) -> None:
    with pytest.raises(MissingVariable) as error:
        fill("{place} is kept", given)
    assert error.value.name == "place"
