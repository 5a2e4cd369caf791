"""The languages that we write."""

from typing import Literal

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "ru")
DEFAULT_LANGUAGE: Language = "en"


def language_of(tag: str) -> Language:
    """The language that we write for a language tag such as `ru-RU`; English for those that we do not write."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return "ru" if primary == "ru" else DEFAULT_LANGUAGE
