"""Words, counts, days and clock times for one guest, in the guest's language and the venue's zone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from babel import Locale
from babel.dates import format_date

from booking.domain.period import Period
from booking.domain.venue import Venue
from booking.pages.texts import CATALOGUES, Language

_LOCALES: Mapping[Language, Locale] = {"en": Locale("en", "GB"), "ru": Locale("ru")}
_DAY = {"en": "EEEE d MMMM", "ru": "EEEE, d MMMM"}
_MINUTE = timedelta(minutes=1)

# Forms by CLDR plural category; durations stand in the accusative in Russian ("через 21 минуту").
_COUNTED: Mapping[str, Mapping[Language, Mapping[str, str]]] = {
    "guest": {
        "en": {"one": "guest", "other": "guests"},
        "ru": {"one": "гость", "few": "гостя", "many": "гостей", "other": "гостя"},
    },
    "night": {
        "en": {"one": "night", "other": "nights"},
        "ru": {"one": "ночь", "few": "ночи", "many": "ночей", "other": "ночи"},
    },
    "hour": {
        "en": {"one": "hour", "other": "hours"},
        "ru": {"one": "час", "few": "часа", "many": "часов", "other": "часа"},
    },
    "minute": {
        "en": {"one": "minute", "other": "minutes"},
        "ru": {"one": "минуту", "few": "минуты", "many": "минут", "other": "минуты"},
    },
}


def counted(language: Language, number: int, noun: str) -> str:
    """`21 minutes`, `21 минуту`."""
    return f"{number}\u00a0{_COUNTED[noun][language][_LOCALES[language].plural_form(number)]}"


def duration(language: Language, length: timedelta) -> str:
    """Hours where it is whole hours, else minutes; never less than one minute."""
    minutes = max(1, length // _MINUTE)
    if minutes % 60 == 0:
        return counted(language, minutes // 60, "hour")
    return counted(language, minutes, "minute")


class Wording:
    """Says things to one guest of one venue. Instants become local; the day is said when it is not `today`."""

    def __init__(self, language: Language, venue: Venue, *, now: datetime) -> None:
        self.language: Language = language
        self.venue = venue
        self._today = now.astimezone(venue.zone).date()

    def say(self, key: str, **values: object) -> str:
        """The text with its variables. A key or a variable that is not there is a KeyError."""
        words = {"place": self.place, "venue": self.venue.name} | values
        template = CATALOGUES[self.language][key]
        text = template.format_map(words)
        return text[:1].upper() + text[1:] if template.startswith("{place}") else text

    @property
    def place(self) -> str:
        """What is booked here: table, room or place."""
        catalogue = CATALOGUES[self.language]
        return catalogue.get(f"place.{self.venue.trade}", catalogue["place"])

    def count(self, number: int, noun: str) -> str:
        return counted(self.language, number, noun)

    def lasting(self, length: timedelta) -> str:
        return duration(self.language, length)

    def clock(self, instant: datetime) -> str:
        """`13:15` on the venue's wall, with the day unless it is today."""
        local = instant.astimezone(self.venue.zone)
        time = local.strftime("%H:%M")
        return time if local.date() == self._today else f"{time}, {self._day(local, 'd MMMM')}"

    def bare_clock(self, instant: datetime) -> str:
        """`13:15` on the venue's wall."""
        return instant.astimezone(self.venue.zone).strftime("%H:%M")

    def when(self, period: Period) -> str:
        """The day and the hours of a sitting, or the nights of a stay."""
        starts, ends = (one.astimezone(self.venue.zone) for one in (period.starts_at, period.ends_at))
        if not self.venue.by_nights:
            return f"{self._day(starts, _DAY[self.language])}, {starts:%H:%M}–{ends:%H:%M}"
        nights = max(1, (ends.date() - starts.date()).days)
        return f"{self._day(starts, 'd MMMM')} – {self._day(ends, 'd MMMM')}, {self.count(nights, 'night')}"

    def _day(self, local: datetime, pattern: str) -> str:
        return format_date(local.date(), pattern, locale=_LOCALES[self.language])
