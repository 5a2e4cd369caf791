"""One cell of a rule in plain words."""

from collections.abc import Callable

from policy.adapters.wording import Language
from policy.adapters.wording.counting import counted, duration
from policy.adapters.wording.moments import wall_minute_words
from policy.domain.arrival_clock import MINUTES_LATE, WALL_MINUTE
from policy.domain.boxes import Cell
from policy.domain.facts import Fact, IntDomain
from policy.domain.late_arrival import ETA_CHANGES, ETA_MINUTES_LATE

# below: less than; from: this and more; between: from, to; exact
_Forms = dict[str, str]
_FORMS: dict[str, dict[str, _Forms]] = {
    "en": {
        MINUTES_LATE: {
            "below": "less than {high} late",
            "from": "{low} late or more",
            "between": "{low} late or more, but less than {high}",
        },
        WALL_MINUTE: {"below": "before {high}", "from": "from {low}", "between": "from {low} until {high}"},
        ETA_MINUTES_LATE: {
            "below": "with word of an arrival less than {high} late",
            "from": "with word of an arrival {low} late or more",
            "between": "with word of an arrival {low} late or more, but less than {high}",
        },
        ETA_CHANGES: {
            "below": "the told arrival changed fewer than {high}",
            "from": "the told arrival changed {low} or more",
            "between": "the told arrival changed {low} or more, but fewer than {high}",
        },
        "party": {"below": "a party of fewer than {high}", "from": "a party of {low} or more",
                  "between": "a party of {low} or more, but fewer than {high}"},
    },
    "ru": {
        MINUTES_LATE: {
            "below": "опоздание меньше {high}",
            "from": "опоздание {low} и больше",
            "between": "опоздание от {low}, но меньше {high}",
        },
        WALL_MINUTE: {"below": "до {high}", "from": "с {low}", "between": "с {low} до {high}"},
        ETA_MINUTES_LATE: {
            "below": "вы предупредили об опоздании меньше {high}",
            "from": "вы предупредили об опоздании не меньше {low}",
            "between": "вы предупредили об опоздании от {low}, но меньше {high}",
        },
        ETA_CHANGES: {
            "below": "время прибытия менялось меньше {high}",
            "from": "время прибытия менялось не меньше {low}",
            "between": "время прибытия менялось не меньше {low}, но меньше {high}",
        },
        "party": {"below": "в компании меньше {high}", "from": "в компании от {low}",
                  "between": "в компании от {low}, но меньше {high}"},
    },
}  # fmt: skip
_VALUES: dict[str, dict[tuple[str, str], str]] = {
    "en": {
        ("guarantee", "none"): "a booking without guarantee",
        ("guarantee", "card"): "a booking guaranteed by card",
        ("guarantee", "prepaid"): "a booking paid in advance",
        ("standing", "watch"): "a guest whose place was given back before",
        ("standing", "new"): "a new guest",
        ("standing", "regular"): "a regular guest",
        (ETA_MINUTES_LATE, "unknown"): "without word from you",
    },
    "ru": {
        ("guarantee", "none"): "бронь без гарантии",
        ("guarantee", "card"): "бронь с гарантией по карте",
        ("guarantee", "prepaid"): "оплаченная бронь",
        ("standing", "watch"): "гость, которого уже не дождались",
        ("standing", "new"): "новый гость",
        ("standing", "regular"): "постоянный гость",
        (ETA_MINUTES_LATE, "unknown"): "без вестей от вас",
    },
}
# "опоздание 15 минут и больше", but "от 9 гостей"
_CASE_OF_FROM = {ETA_MINUTES_LATE: "genitive", ETA_CHANGES: "genitive", "party": "genitive"}
_OR = {"en": " or ", "ru": " или "}


def condition_words(fact: Fact, cell: Cell, language: Language) -> str:
    """What the cell demands of the fact, such as `less than 15 minutes late`."""
    if isinstance(fact.domain, IntDomain):
        parts = [_range_words(fact, fact.domain, low, high, language) for low, high in cell.ranges]
    else:
        values = [fact.domain.value_at(at) for low, high in cell.ranges for at in range(low, high + 1)]
        parts = [_value_words(fact, str(value).lower(), language) for value in values]
    if cell.unknown:
        parts.append(_value_words(fact, "unknown", language))
    return _OR[language].join(parts)


def _value_words(fact: Fact, value: str, language: Language) -> str:
    return _VALUES[language].get((fact.name, value)) or f"{fact.labels[language]}: {value}"


def _range_words(fact: Fact, domain: IntDomain, low: int, high: int, language: Language) -> str:
    forms = _FORMS[language].get(fact.name)
    if forms is None:
        return f"{fact.labels[language]}: {low}" + ("" if low == high else f"–{high}")
    say = _SAYERS.get(fact.name, duration)
    if low == domain.low and high < domain.high:
        return forms["below"].format(high=say(high + 1, language, "genitive"))
    if high == domain.high:
        return forms["from"].format(low=say(low, language, _CASE_OF_FROM.get(fact.name, "")))
    return forms["between"].format(low=say(low, language, "genitive"), high=say(high + 1, language, "genitive"))


def _wall(minute: int, language: Language, _: str) -> str:
    return wall_minute_words(minute, language)


def _times(count: int, language: Language, _: str) -> str:
    return counted(count, "time", language, "genitive")


def _guests(count: int, language: Language, _: str) -> str:
    return counted(count, "guest", language, "genitive")


_SAYERS: dict[str, Callable[[int, Language, str], str]] = {
    WALL_MINUTE: _wall,
    ETA_CHANGES: _times,
    "party": _guests,
}
