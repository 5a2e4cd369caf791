"""The waitlist as callers write and read it."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from booking.api.booking_models import GuestBody
from booking.api.booking_view import GuestView, guest_view
from booking.api.examples import AN_OFFERED_ENTRY
from booking.api.fields import Body, Id, Instant, Minutes, Party, Reason, Word
from booking.queries.see_entry import SeenEntry


class EntryBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "venue_id": "ven_01K5S3T3V5W7X9Y1Z3A5B7C9D1",
                    "earliest": "2026-12-03T12:00:00Z",
                    "latest": "2026-12-03T13:00:00Z",
                    "duration_minutes": 60,
                    "party": 2,
                    "can_come_in_minutes": 10,
                    "guest": {"name": "Clara", "email": "clara@example.com", "language": "en"},
                }
            ]
        },
    )
    venue_id: Id
    earliest: Instant = Field(description="the earliest start")
    latest: Instant = Field(description="the latest start")
    duration_minutes: Minutes = Field(description="for nights: from `earliest` to the check-out")
    party: Party
    kind: Word | None = None
    area: Word | None = None
    can_come_in_minutes: Annotated[int, Field(ge=0, le=10080, strict=True)] = 0
    guest: GuestBody

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest < self.earliest:
            raise ValueError("latest is not before earliest")
        if not (self.guest.name or self.guest.guest_id):
            raise ValueError("guest.name is needed, unless you name the guest by guest_id")
        return self


class WithdrawBody(Body):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "the guest came back"}]})
    reason: Reason | None = None


class OfferedResource(BaseModel):
    id: str
    name: str
    kind: str


class OfferView(BaseModel):
    id: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    resources: list[OfferedResource]


class EntryView(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [AN_OFFERED_ENTRY]})
    id: str
    state: Literal["waiting", "offered", "accepted", "left", "ended"]
    version: int
    venue_id: str
    guest_id: str
    guest: GuestView
    party: int
    earliest: datetime
    latest: datetime
    duration_minutes: int
    kind: str | None
    area: str | None
    can_come_in_minutes: int
    language: str
    joined_at: datetime
    offer: OfferView | None = Field(description="what is offered to the party now")
    booking_id: str | None = Field(description="what came of the accepted offer")
    updated_at: datetime


def entry_view(seen: SeenEntry) -> EntryView:
    entry, offer = seen.entry, seen.entry.offer
    minute = timedelta(minutes=1)
    return EntryView(
        id=entry.id,
        state=entry.state.value,
        version=entry.version,
        venue_id=entry.venue_id,
        guest_id=entry.guest_id,
        guest=guest_view(seen.guest),
        party=entry.party,
        earliest=entry.earliest,
        latest=entry.latest,
        duration_minutes=entry.duration // minute,
        kind=entry.kind,
        area=entry.area,
        can_come_in_minutes=entry.can_come_in // minute,
        language=entry.language,
        joined_at=entry.joined_at,
        offer=None if offer is None else OfferView(
            id=offer.id,
            starts_at=offer.period.starts_at,
            ends_at=offer.period.ends_at,
            expires_at=offer.expires_at,
            resources=[OfferedResource(id=one.id, name=one.name, kind=one.kind) for one in seen.resources],
        ),
        booking_id=entry.booking_id,
        updated_at=entry.updated_at,
    )  # fmt: skip
