"""Domain values as plain JSON data and back."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from policy.domain.hold_question import Promise


def plain(value: Any) -> Any:
    """Frozen dataclasses, mappings, tuples, enums, instants and dates as JSON data. Anything else: TypeError."""
    match value:
        case Enum():
            data: Any = value.value
        case None | bool() | int() | str():
            data = value
        case datetime():
            data = instant(value)
        case date():
            data = value.isoformat()
        case timedelta():
            data = int(value.total_seconds())
        case Mapping():
            data = {str(key): plain(each) for key, each in value.items()}
        case tuple() | list():
            data = [plain(each) for each in value]
        case _ if dataclasses.is_dataclass(value):
            data = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            raise TypeError(f"no plain form for {type(value).__name__}")
    return data


def instant(value: datetime) -> str:
    """RFC 3339 in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parsed_instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def known_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def parsed_promise(data: dict[str, Any] | None) -> Promise | None:
    return Promise(**{**data, "until": known_instant(data["until"])}) if data is not None else None
