"""What a booked place is called in each trade."""

from policy.adapters.wording import Language

_PLACES: dict[str, dict[str, str]] = {
    "en": {"restaurant": "your table", "hotel": "your room", "salon": "your appointment", "": "your place"},
    "ru": {"restaurant": "ваш столик", "hotel": "ваш номер", "": "ваше место"},
}


def place_name(trade: str, language: Language) -> str:
    """`your table`, `ваш номер`: in Russian both subject and object."""
    names = _PLACES[language]
    return names.get(trade, names[""])
