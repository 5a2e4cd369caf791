"""Everything counted, with the right plural."""

import pytest
from policy.adapters.wording.counting import counted, duration, duration_in_words


@pytest.mark.parametrize(
    ("count", "en", "ru", "of_ru", "for_ru"),
    [
        (1, "1 minute", "1 минута", "1 минуты", "1 минуту"),
        (2, "2 minutes", "2 минуты", "2 минут", "2 минуты"),
        (5, "5 minutes", "5 минут", "5 минут", "5 минут"),
        (11, "11 minutes", "11 минут", "11 минут", "11 минут"),
        (21, "21 minutes", "21 минута", "21 минуты", "21 минуту"),
        (111, "111 minutes", "111 минут", "111 минут", "111 минут"),
    ],
)
def test_minutes(count: int, en: str, ru: str, of_ru: str, for_ru: str) -> None:
    assert counted(count, "minute", "en") == en
    assert counted(count, "minute", "ru") == ru
    assert counted(count, "minute", "ru", "genitive") == of_ru
    assert counted(count, "minute", "ru", "accusative") == for_ru


@pytest.mark.parametrize("unit", ["hour", "guest", "time"])
@pytest.mark.parametrize("count", [1, 2, 5, 11, 21, 111])
def test_every_unit_has_every_form(unit: str, count: int) -> None:
    assert counted(count, unit, "en").split()[1].endswith("s") is (count != 1)
    assert counted(count, unit, "ru", "genitive")


@pytest.mark.parametrize(
    ("minutes", "en", "ru"),
    [
        (1, "one minute", "одну минуту"),
        (2, "two minutes", "две минуты"),
        (5, "five minutes", "пять минут"),
        (11, "eleven minutes", "одиннадцать минут"),
        (15, "fifteen minutes", "пятнадцать минут"),
        (21, "twenty-one minutes", "двадцать одну минуту"),
        (42, "forty-two minutes", "сорок две минуты"),
        (60, "one hour", "один час"),
        (90, "one hour thirty minutes", "один час тридцать минут"),
        (111, "one hour fifty-one minutes", "один час пятьдесят одну минуту"),
        (1260, "twenty-one hours", "двадцать один час"),
        (6660, "111 hours", "111 часов"),
    ],
)
def test_a_length_of_time_in_words(minutes: int, en: str, ru: str) -> None:
    assert duration_in_words(minutes, "en") == en
    assert duration_in_words(minutes, "ru") == ru


def test_a_length_of_time_in_digits() -> None:
    assert duration(150, "en") == "2 hours 30 minutes"
    assert duration(61, "ru", "genitive") == "1 часа 1 минуты"
