"""Counted things with the right plural (CLDR), in digits and, up to 99, in words."""

from collections.abc import Callable

from babel import Locale

from policy.adapters.wording import Language

_RULES = {language: Locale(language).plural_form for language in ("en", "ru")}

# Russian counts in cases: "15 минут" is late, "меньше 15 минут", "держим пятнадцать минут" / "одну минуту".
_UNITS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "minute": {"one": "minute", "other": "minutes"},
        "hour": {"one": "hour", "other": "hours"},
        "time": {"one": "time", "other": "times"},
        "guest": {"one": "guest", "other": "guests"},
    },
    "ru": {
        "minute": {"one": "минута", "few": "минуты", "many": "минут"},
        "minute/genitive": {"one": "минуты", "few": "минут", "many": "минут"},
        "minute/accusative": {"one": "минуту", "few": "минуты", "many": "минут"},
        "hour": {"one": "час", "few": "часа", "many": "часов"},
        "hour/genitive": {"one": "часа", "few": "часов", "many": "часов"},
        "hour/accusative": {"one": "час", "few": "часа", "many": "часов"},
        "time/genitive": {"one": "раза", "few": "раз", "many": "раз"},
        "guest": {"one": "гость", "few": "гостя", "many": "гостей"},
        "guest/genitive": {"one": "гостя", "few": "гостей", "many": "гостей"},
    },
}


def _words(*lines: str) -> list[str]:
    return [word for line in lines for word in line.split()]


_EN = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen",
)
_EN_TENS = ["", "", *_words("twenty thirty forty fifty sixty seventy eighty ninety")]
_RU = _words(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать",
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
)
_RU_TENS = ["", "", *_words("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")]


def noun(count: int, unit: str, language: Language, case: str = "") -> str:
    """The form of the unit's name that goes with the count. `case`: `genitive` or `accusative` in Russian."""
    forms = _UNITS[language]
    names = forms.get(f"{unit}/{case}") or forms[unit]
    return names[_RULES[language](count)]


def counted(count: int, unit: str, language: Language, case: str = "") -> str:
    """Digits and noun: `21 minutes`, `21 минута`."""
    return f"{count} {noun(count, unit, language, case)}"


def counted_in_words(count: int, unit: str, language: Language) -> str:
    """Words and noun in the accusative, as a length of time: `fifteen minutes`, `двадцать одну минуту`."""
    if not 0 <= count <= 99:
        return counted(count, unit, language, "accusative")
    words = _english(count) if language == "en" else _russian_accusative(count, feminine=unit == "minute")
    return f"{words} {noun(count, unit, language, 'accusative')}"


def duration_in_words(minutes: int, language: Language) -> str:
    """`fifteen minutes`, `one hour thirty minutes`; in Russian in the accusative."""
    return _duration(minutes, lambda count, unit: counted_in_words(count, unit, language))


def duration(minutes: int, language: Language, case: str = "") -> str:
    """`15 minutes`, `1 hour 30 minutes`."""
    return _duration(minutes, lambda count, unit: counted(count, unit, language, case))


def _duration(minutes: int, say: Callable[[int, str], str]) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [say(hours, "hour")] if hours else []
    return " ".join([*parts, say(rest, "minute")] if rest or not hours else parts)


def _english(count: int) -> str:
    if count < 20:
        return _EN[count]
    tens, ones = divmod(count, 10)
    return _EN_TENS[tens] + (f"-{_EN[ones]}" if ones else "")


def _russian_accusative(count: int, *, feminine: bool) -> str:
    tens, ones = (0, count) if count < 20 else divmod(count, 10)
    parts = [_RU_TENS[tens]] if tens else []
    if ones or not tens:
        parts.append({1: "одну", 2: "две"}.get(ones, _RU[ones]) if feminine else _RU[ones])
    return " ".join(parts)
