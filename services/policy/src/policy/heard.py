"""What policy hears of booking: only the fields that it uses."""

from datetime import date, datetime
from typing import Literal

from messaging.heard import HeardEvent
from pydantic import BaseModel, ConfigDict, Field

from policy.domain.case import Booking, Late

RefusalReason = Literal["arrived", "changed", "ended", "stale"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class HeardLate(Part):
    eta: datetime | None = None
    eta_changes: int = 0


class HeardBooking(Part):
    id: str
    code: str
    version: int
    state: str
    venue_id: str
    venue_name: str
    trade: str
    time_zone: str
    language: str
    guest_id: str
    party: int
    starts_at: datetime
    ends_at: datetime
    check_in: date | None = None
    expected_by: datetime
    guarantee: str
    terms_version: str | None = None
    confirmed_at: datetime
    late: HeardLate | None = None

    def as_booking(self) -> Booking:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        late = Late(eta=self.late.eta, eta_changes=self.late.eta_changes) if self.late else None
        return Booking(**{**values, "late": late})


class BookingHeard(HeardEvent):
    booking: HeardBooking


class ConfirmedHeard(BookingHeard):
    walk_in: bool = False


class ArrivedHeard(BookingHeard):
    arrived_at: datetime


class ReleasedHeard(BookingHeard):
    released_at: datetime
    by: str


class ReleaseRefusedHeard(BookingHeard):
    decision_id: str
    reason: RefusalReason


class HeardVenueSettings(Part):
    hold_hour: int = Field(ge=0, le=23)
    stale_after_minutes: int = Field(ge=1)


class VenueHeard(HeardEvent):
    venue_id: str
    version: int
    name: str
    trade: str
    time_zone: str
    settings: HeardVenueSettings
