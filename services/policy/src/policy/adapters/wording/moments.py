"""Instants as the clock on the venue's wall shows them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from policy.adapters.wording import Language


def wall_time(at: datetime, zone: ZoneInfo, language: Language, *, day: date) -> str:
    """`13:15`; with the date when it is not the given day: `06:00 on 14 February`, `06:00 14 февраля`."""
    local = at.astimezone(zone)
    clock = f"{local:%H:%M}"
    if local.date() == day:
        return clock
    named = format_date(local.date(), "d MMMM", locale=language)
    return f"{clock} on {named}" if language == "en" else f"{clock} {named}"


def wall_minute_words(minute: int, language: Language) -> str:
    """Minutes since the arrival day's midnight as a clock: 1800 is `06:00 on the next day`."""
    days, rest = divmod(minute, 1440)
    clock = f"{rest // 60:02}:{rest % 60:02}"
    en = ("", " on the next day", " two days later", " three days later")
    ru = ("", " следующего дня", " через два дня", " через три дня")
    return clock + (en if language == "en" else ru)[days]
