"""Numbers, dates and clock times as people write them, in Russian and English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from notify.domain.language import Language

_LOCALES = {"en": Locale("en", "GB"), "ru": Locale("ru")}

# Forms by CLDR plural category. Minutes stand after "in", which takes the accusative in Russian.
_NOUNS: dict[str, dict[str, dict[str, str]]] = {
    "guest": {
        "en": {"one": "guest", "other": "guests"},
        "ru": {"one": "гость", "few": "гостя", "many": "гостей", "other": "гостя"},
    },
    "night": {
        "en": {"one": "night", "other": "nights"},
        "ru": {"one": "ночь", "few": "ночи", "many": "ночей", "other": "ночи"},
    },
    "minute": {
        "en": {"one": "minute", "other": "minutes"},
        "ru": {"one": "минуту", "few": "минуты", "many": "минут", "other": "минуты"},
    },
}
NOUNS = tuple(_NOUNS)

_PLACES = {
    "en": {"restaurant": "table", "hotel": "room", "": "place"},
    "ru": {"restaurant": "столик", "hotel": "номер", "": "место"},
}


def count(language: Language, number: int, noun: str) -> str:
    """`21 guests`, `21 гость`: the number with the form that it asks for."""
    form = _LOCALES[language].plural_form(number)
    return f"{number} {_NOUNS[noun][language][form]}"


def place(language: Language, trade: str) -> str:
    """What is booked, in the nominative: table, room, or place."""
    words = _PLACES[language]
    return words.get(trade, words[""])


def day(language: Language, value: date, *, weekday: bool = True) -> str:
    """`Thursday 13 February`; the year is left out, because nobody needs it within a year."""
    pattern = {"en": "EEEE d MMMM", "ru": "EEEE, d MMMM"}[language] if weekday else "d MMMM"
    return format_date(value, pattern, locale=_LOCALES[language])


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """`13:15` on the venue's wall."""
    return instant.astimezone(zone).strftime("%H:%M")


def clock_near(language: Language, instant: datetime, zone: ZoneInfo, reference: datetime) -> str:
    """`13:15`, with the day if it is not the day of `reference` in the venue's zone."""
    local = instant.astimezone(zone)
    if local.date() == reference.astimezone(zone).date():
        return clock(instant, zone)
    return f"{clock(instant, zone)}, {day(language, local.date(), weekday=False)}"
