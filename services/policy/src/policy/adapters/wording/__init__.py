"""Words for decisions and rules, in Russian and English."""

from typing import Literal

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "ru")


def language_or_english(code: str) -> Language:
    """The language of a tag such as `ru-RU`; English where we have no words."""
    return "ru" if code.lower().split("-")[0] == "ru" else "en"
