"""Types of fields that requests share."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
# names that the zone database has, but that name no place
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


def _written(value: object) -> object:
    """A number, also one in quotes, would be read as seconds since 1970: nobody said so."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or value[4:5] != "-":
        raise ValueError("a text such as 2026-12-03T12:00:00Z, or 2026-12-03 for a day, is needed")
    return value


def _utc(instant: datetime) -> datetime:
    if not _FIRST_YEAR <= instant.year < _LAST_YEAR:
        raise ValueError(f"an instant between the years {_FIRST_YEAR} and {_LAST_YEAR} is needed")
    return instant.astimezone(UTC)


def _day(day: date) -> date:
    if not _FIRST_YEAR <= day.year < _LAST_YEAR:
        raise ValueError(f"a day between the years {_FIRST_YEAR} and {_LAST_YEAR} is needed")
    return day


def _zone(name: str) -> str:
    if name not in available_timezones() - _NO_PLACES:
        raise ValueError("an IANA time zone such as Europe/Berlin is needed")
    ZoneInfo(name)
    return name


def _few(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(values) > 50:
        raise ValueError("at most 50 entries")
    return values


def _different(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise ValueError("each only once")
    return values


Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_utc)]
Day = Annotated[date, BeforeValidator(_written), AfterValidator(_day)]
TimeZone = Annotated[str, Field(max_length=100), AfterValidator(_zone)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[!-~]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+$")
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Party = Annotated[int, Field(ge=1, le=1000, strict=True)]
Minutes = Annotated[int, Field(ge=1, le=400 * 24 * 60, strict=True)]
Metadata = Annotated[dict[Annotated[str, Field(max_length=100)], JsonValue], AfterValidator(_few)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_different)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=20), AfterValidator(_different)]


class Body(BaseModel):
    """A request's body: unknown fields are refused rather than overlooked."""

    model_config = ConfigDict(extra="forbid")


def refuse_nulls(body: BaseModel, *, may_be_null: frozenset[str]) -> None:
    """For a PATCH: a field that is sent has a value, unless null means that it is taken away."""
    for name in body.model_fields_set - may_be_null:
        if getattr(body, name) is None:
            raise ValueError(f"{name} cannot be null")
