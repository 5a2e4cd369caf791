"""Bookings as callers write and read them."""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from booking.api.fields import (
    Body,
    Day,
    Email,
    Id,
    Ids,
    Instant,
    Language,
    Metadata,
    Minutes,
    Name,
    Party,
    Phone,
    Reason,
    Text,
    Word,
    refuse_nulls,
)
from booking.commands.know_guest import GuestDetails
from booking.domain.ids import GuestId
from booking.domain.wished_period import WishedTime

Guarantee = Literal["none", "card", "prepaid"]
_TIME = frozenset({"starts_at", "ends_at", "duration_minutes", "check_in", "check_out"})


class GuestBody(Body):
    """The same e-mail, or else the same phone, is the same guest, unless you name your own `guest_id`."""

    guest_id: Id | None = Field(default=None, description="your own id of the guest")
    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = Field(default=None, description="with + and the country's code, or as dialled in the country")
    language: Language | None = None

    def details(self) -> GuestDetails:
        return GuestDetails(
            guest_id=GuestId(self.guest_id) if self.guest_id else None,
            name=self.name,
            email=self.email,
            phone=self.phone,
            language=self.language,
        )


class _Timed(Body):
    starts_at: Instant | None = None
    ends_at: Instant | None = Field(default=None, description="or `duration_minutes`; else the venue's default")
    duration_minutes: Minutes | None = None
    check_in: Day | None = Field(default=None, description="hotels: the first night's date")
    check_out: Day | None = Field(default=None, description="hotels: the date of leaving")

    def time(self) -> WishedTime:
        duration = self.duration_minutes
        return WishedTime(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            duration=None if duration is None else timedelta(minutes=duration),
            check_in=self.check_in,
            check_out=self.check_out,
        )


class BookingBody(_Timed):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "venue_id": "ven_01K5S3T3V5W7X9Y1Z3A5B7C9D1",
                    "starts_at": "2026-12-03T12:00:00Z",
                    "duration_minutes": 90,
                    "party": 4,
                    "guest": {"name": "Anna", "email": "anna@example.com", "language": "en"},
                },
                {
                    "venue_id": "ven_01K5S3T3V5W7X9Y1Z3A5B7C9D2",
                    "check_in": "2026-12-03",
                    "check_out": "2026-12-05",
                    "party": 2,
                    "kind": "room.double",
                    "guarantee": "card",
                    "guest": {"name": "Boris", "phone": "+4930123456", "language": "ru"},
                },
            ]
        },
    )
    venue_id: Id
    party: Party
    kind: Word | None = None
    area: Word | None = None
    resource_ids: Ids | None = Field(default=None, description="exactly these, all or nothing")
    guest: GuestBody | None = Field(default=None, description="may be left out for a walk-in only")
    expected_at: Instant | None = Field(default=None, description="hotels: the arrival that the guest has stated")
    guarantee: Guarantee = "none"
    walk_in: bool = Field(default=False, strict=True, description="the guests are here: the booking is born arrived")
    source: Word | None = None
    external_id: Word | None = Field(default=None, description="your own id of the booking")
    notes: Text | None = None
    metadata: Metadata = Field(default_factory=dict)
    terms_version: Word | None = Field(default=None, description="the rules that you showed to the guest")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.guest is None and not self.walk_in:
            raise ValueError("guest is needed, unless it is a walk-in")
        if self.guest is not None and not self.walk_in and not (self.guest.name or self.guest.guest_id):
            raise ValueError("guest.name is needed, unless it is a walk-in or a guest whom you name by guest_id")
        return self


class BookingPatch(_Timed):
    """Only what is sent changes. A moved start keeps the length; a changed time ends any lateness and hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"party": 5, "notes": "a high chair"}]})
    party: Party | None = None
    kind: Word | None = None
    area: Word | None = None
    resource_ids: Ids | None = None
    expected_at: Instant | None = None
    guarantee: Guarantee | None = None
    external_id: Word | None = None
    notes: Text | None = None
    metadata: Metadata | None = None

    @model_validator(mode="after")
    def _no_nulls(self) -> Self:
        refuse_nulls(self, may_be_null=frozenset({"kind", "area", "expected_at", "external_id", "notes"}))
        return self

    def changes(self) -> dict[str, Any]:
        """What was sent, in the command's words."""
        sent = self.model_fields_set
        found: dict[str, Any] = {name: getattr(self, name) for name in sent - _TIME}
        if sent & _TIME:
            found["time"] = self.time()
        if "resource_ids" in found:
            found["resource_ids"] = tuple(found["resource_ids"])
        return found


class LateBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "guest", "eta_minutes": 15}]})
    by: Literal["guest", "host", "partner"]
    eta: Instant | None = Field(default=None, description="when the guest will be there")
    eta_minutes: Annotated[int, Field(ge=0, le=2880, strict=True)] | None = Field(
        default=None, description="or in how many minutes from now"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.eta is not None and self.eta_minutes is not None:
            raise ValueError("eta or eta_minutes, not both")
        return self


class ArriveBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"arrived": 1}]})
    arrived: Party | None = Field(default=None, description="how many of the party are here; left out: all")


class CancelBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "guest"}]})
    by: Literal["guest", "venue"]
    reason: Reason | None = None


class ReasonBody(Body):
    """What the host did and why. The guest reads the reason of a release or of a kept place, word for word."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "called, is not coming"}]})
    reason: Reason


class ReopenBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "host"}]})
    by: Literal["guest", "host"] = "host"


class KeepBody(Body):
    """Until when the place is kept, and why. The guest reads the reason, word for word."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"until": "2026-12-03T12:30:00Z", "reason": "the train is late"}]},
    )
    until: Instant
    reason: Reason
