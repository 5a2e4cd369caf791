"""What the guest's page says: one catalogue per language, with the same keys and the same variables."""

from collections.abc import Mapping
from typing import Literal

from booking.pages.texts.english import ENGLISH
from booking.pages.texts.russian import RUSSIAN

Language = Literal["en", "ru"]
CATALOGUES: Mapping[Language, Mapping[str, str]] = {"en": ENGLISH, "ru": RUSSIAN}


def language_of(tag: str) -> Language:
    """The language that we write for a tag such as `ru-RU`; English for those that we do not write."""
    return "ru" if tag.replace("_", "-").partition("-")[0].lower() == "ru" else "en"


def language_asked_for(accept_language: str) -> Language:
    """The first language of a browser's Accept-Language that we write."""
    for entry in accept_language.split(","):
        primary = entry.partition(";")[0].strip().partition("-")[0].lower()
        if primary in ("en", "ru"):
            return language_of(primary)
    return "en"
