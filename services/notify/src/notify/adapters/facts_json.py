"""Facts as JSON columns, and back."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from notify.domain.facts import BookingFacts, EntryFacts, Facts, OfferFacts

_INSTANTS = frozenset(
    {
        "starts_at",
        "ends_at",
        "expected_by",
        "confirmed_at",
        "expires_at",
        "until",
        "eta",
        "previous_starts_at",
        "previous_ends_at",
    }
)
_DATES = frozenset({"check_in", "check_out"})
_PARTS: dict[str, type[Any]] = {"booking": BookingFacts, "entry": EntryFacts, "offer": OfferFacts}
P = TypeVar("P")


def encode(part: Any) -> dict[str, Any]:
    """A dataclass of `notify.domain.facts` as plain JSON; what has its default is left out."""
    encoded: dict[str, Any] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if value == field.default:
            continue
        encoded[field.name] = _encode_value(value)
    return encoded


def decode(kind: type[P], encoded: Mapping[str, Any]) -> P:
    """The dataclass again. Keys that this version of the code does not know are left alone."""
    known = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _decode_value(name, value) for name, value in encoded.items() if name in known})


def encode_facts(facts: Facts) -> dict[str, Any]:
    return encode(facts)


def decode_facts(encoded: Mapping[str, Any]) -> Facts:
    return decode(Facts, encoded)


def _encode_value(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return encode(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode_value(item) for item in value]
    return value


def _decode_value(name: str, value: Any) -> Any:
    if name in _PARTS and isinstance(value, dict):
        return decode(_PARTS[name], value)
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    if name in _DATES:
        return date.fromisoformat(value)
    if name == "free_starts":
        return tuple(datetime.fromisoformat(item) for item in value)
    if isinstance(value, list):
        return tuple(value)
    return value
