"""Both languages say the same things, and count rightly."""

import re
from datetime import timedelta

import pytest
from booking.domain import errors
from booking.pages.texts import CATALOGUES, Language, language_asked_for, language_of
from booking.pages.wording import counted, duration


def variables(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text)) - {"place", "venue"}


def test_both_languages_have_the_same_texts_with_the_same_variables() -> None:
    english, russian = CATALOGUES["en"], CATALOGUES["ru"]
    assert english.keys() == russian.keys()
    assert {key: variables(text) for key, text in english.items()} == {
        key: variables(text) for key, text in russian.items()
    }


def test_every_refusal_that_is_put_into_words_exists() -> None:
    named = {key.split(".")[1] for key in CATALOGUES["en"] if key.startswith("refused.")}
    assert all(hasattr(errors, name) for name in named - {"other", "time_unreadable"})


@pytest.mark.parametrize(
    ("number", "en", "guests", "minutes"),
    [
        (1, "guest", "гость", "минуту"),
        (2, "guests", "гостя", "минуты"),
        (5, "guests", "гостей", "минут"),
        (11, "guests", "гостей", "минут"),
        (21, "guests", "гость", "минуту"),
        (111, "guests", "гостей", "минут"),
    ],
)
def test_whatever_is_counted_has_its_form(number: int, en: str, guests: str, minutes: str) -> None:
    assert counted("en", number, "guest") == f"{number}\u00a0{en}"
    assert counted("ru", number, "guest") == f"{number}\u00a0{guests}"
    assert counted("ru", number, "minute") == f"{number}\u00a0{minutes}"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(20, "1\u00a0minute"), (119, "1\u00a0minute"), (3600, "1\u00a0hour"), (5400, "90\u00a0minutes")],
)
def test_a_length_is_said_in_whole_hours_or_minutes(seconds: int, said: str) -> None:
    assert duration("en", timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("tag", "language"), [("ru", "ru"), ("ru-RU", "ru"), ("ru_KZ", "ru"), ("en-US", "en"), ("", "en")]
)
def test_a_language_tag_has_a_language(tag: str, language: Language) -> None:
    assert language_of(tag) == language


@pytest.mark.parametrize(
    ("sent", "language"), [("de, ru;q=0.8, en;q=0.5", "ru"), ("en-GB,ru", "en"), ("de", "en"), ("", "en")]
)
def test_a_browser_is_answered_in_the_first_language_that_we_write(sent: str, language: Language) -> None:
    assert language_asked_for(sent) == language
