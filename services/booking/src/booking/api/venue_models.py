"""Venues and resources as callers write and read them."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from booking.api.examples import A_RESOURCE, A_VENUE
from booking.api.fields import Body, Id, Languages, Name, TimeZone, Word, refuse_nulls
from booking.domain.places import Resource
from booking.domain.venue import Settings, Venue
from booking.domain.wall_clock import DAYS

Trade = Literal["restaurant", "hotel", "salon", "trainer", "builder"]
_WALL = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Wall = Annotated[str, Field(pattern=_WALL, examples=["15:00"])]
Opens = Annotated[str, Field(pattern=_WALL)]
Closes = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Span = tuple[Opens, Closes]


def _known_days(hours: dict[str, list[Span]]) -> dict[str, list[Span]]:
    unknown = hours.keys() - set(DAYS)
    if unknown:
        raise ValueError(f"days are {', '.join(DAYS)}")
    return hours


OpeningHours = Annotated[
    dict[str, Annotated[list[Span], Field(max_length=10)]],
    AfterValidator(_known_days),
    Field(
        description="Per day the spans in which the venue is open, by the clock on its wall. A span whose end is not "
        "after its start ends on the next day; a day that is left out is closed. Without opening hours the venue is "
        "always open.",
        examples=[{"mon": [["12:00", "15:00"], ["18:00", "23:00"]], "fri": [["18:00", "02:00"]]}],
    ),
]


class SettingsBody(Body):
    """What is left out is as usual for the trade."""

    late_after_minutes: Annotated[int, Field(ge=0, le=1440, strict=True)] | None = Field(
        default=None, description="the clock declares a guest late so many minutes after the expected instant"
    )
    hold_hour: Annotated[int, Field(ge=0, le=23, strict=True)] | None = Field(
        default=None, description="wall-clock hour of the arrival day by which a hotel's guest is expected"
    )
    check_in: Wall | None = Field(default=None, description="from when rooms can be had")
    check_out: Wall | None = Field(default=None, description="until when rooms are given back")
    offer_minutes: Annotated[int, Field(ge=1, le=1440, strict=True)] | None = Field(
        default=None, description="how long an offer to a waiting party stands"
    )
    default_duration_minutes: Annotated[int, Field(ge=5, le=400 * 24 * 60, strict=True)] | None = None
    stale_after_minutes: Annotated[int, Field(ge=0, le=1440, strict=True)] | None = Field(
        default=None, description="a deadline that is answered later than this becomes a question to staff"
    )

    @model_validator(mode="after")
    def _no_nulls(self) -> Self:
        refuse_nulls(self, may_be_null=frozenset())
        return self


class VenueBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Zur Linde",
                    "trade": "restaurant",
                    "time_zone": "Europe/Berlin",
                    "currency": "EUR",
                    "languages": ["en", "ru"],
                    "opening_hours": {"thu": [["12:00", "15:00"], ["18:00", "23:00"]]},
                    "settings": {"late_after_minutes": 5},
                }
            ]
        },
    )
    name: Name
    trade: Trade
    time_zone: TimeZone
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")]
    languages: Languages
    opening_hours: OpeningHours | None = None
    settings: SettingsBody = Field(default_factory=SettingsBody)


class VenuePatch(Body):
    """Only what is sent changes; `opening_hours: null` means always open. The trade stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"settings": {"offer_minutes": 15}}]})
    name: Name | None = None
    time_zone: TimeZone | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    languages: Languages | None = None
    opening_hours: OpeningHours | None = None
    settings: SettingsBody | None = None

    @model_validator(mode="after")
    def _no_nulls(self) -> Self:
        refuse_nulls(self, may_be_null=frozenset({"opening_hours"}))
        return self


class VenueView(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [A_VENUE]})
    id: str
    version: int
    name: str
    trade: Trade
    time_zone: str
    currency: str
    languages: list[str]
    opening_hours: dict[str, list[tuple[str, str]]] | None
    settings: Settings


class ResourceBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "T4",
                    "kind": "table",
                    "capacity_min": 2,
                    "capacity_max": 4,
                    "area": "hall",
                    "tags": ["window"],
                }
            ]
        },
    )
    name: Name
    kind: Word = Field(description="what it is, such as `table` or `room.double`")
    capacity_min: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    capacity_max: Annotated[int, Field(ge=1, le=1000, strict=True)]
    area: Word | None = None
    tags: Annotated[list[Word], Field(max_length=50)] = Field(default_factory=list)
    joins: Annotated[list[Id], Field(max_length=50)] = Field(
        default_factory=list,
        description="resources of the same venue that it can be joined with; works both ways",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.capacity_min > self.capacity_max:
            raise ValueError("capacity_min is at most capacity_max")
        return self


class ResourcePatch(Body):
    """Only what is sent changes."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"capacity_max": 6}]})
    name: Name | None = None
    kind: Word | None = None
    capacity_min: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    capacity_max: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    area: Word | None = None
    tags: Annotated[list[Word], Field(max_length=50)] | None = None
    joins: Annotated[list[Id], Field(max_length=50)] | None = None

    @model_validator(mode="after")
    def _no_nulls(self) -> Self:
        refuse_nulls(self, may_be_null=frozenset({"area"}))
        return self


class ResourceView(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [A_RESOURCE]})
    id: str
    venue_id: str
    version: int
    name: str
    kind: str
    capacity_min: int
    capacity_max: int
    area: str | None
    tags: list[str]
    joins: list[str]


def venue_view(venue: Venue) -> VenueView:
    hours = venue.opening_hours
    return VenueView(
        id=venue.id,
        version=venue.version,
        name=venue.name,
        trade=venue.trade.value,
        time_zone=venue.time_zone,
        currency=venue.currency,
        languages=list(venue.languages),
        opening_hours=None if hours is None else {day: list(spans) for day, spans in hours.items()},
        settings=venue.settings,
    )


def resource_view(resource: Resource) -> ResourceView:
    return ResourceView(
        id=resource.id,
        venue_id=resource.venue_id,
        version=resource.version,
        name=resource.name,
        kind=resource.kind,
        capacity_min=resource.capacity_min,
        capacity_max=resource.capacity_max,
        area=resource.area,
        tags=list(resource.tags),
        joins=list(resource.joins),
    )
