"""A booking as policy keeps it: what was heard of it, the rules pinned to it, and the hold that runs."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from policy.domain.arrival_clock import ArrivalClock
from policy.domain.hold_question import Promise

TIME_TO_PUT_RIGHT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """The guest is late, or will be; `eta_changes` counts how often the told arrival was told anew."""

    eta: datetime | None
    eta_changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What booking has told of a booking. Instants are UTC; `check_in` is the arrival day of a stay by nights."""

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
    check_in: date | None
    expected_by: datetime
    guarantee: str
    terms_version: str | None
    confirmed_at: datetime
    late: Late | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def arrival_day(self) -> date:
        """The day whose midnight `wall_minute` counts from."""
        return self.check_in or self.expected_by.astimezone(self.zone).date()

    @property
    def clock(self) -> ArrivalClock:
        return ArrivalClock(self.expected_by.astimezone(UTC), self.arrival_day, self.zone)


class HoldState(StrEnum):
    NONE = "none"
    KEPT = "kept"
    ASKED_STAFF = "asked_staff"
    RELEASE_DECIDED = "release_decided"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`promise` is the longest `until` that was told; `told_eta` the arrival it was told for."""

    tenant: str
    booking: Booking
    was_walk_in: bool = False
    pinned_version_id: str | None = None
    hold: HoldState = HoldState.NONE
    promise: Promise | None = None
    told_eta: datetime | None = None
    floor: datetime | None = None
    decision_id: str | None = None

    @property
    def is_held(self) -> bool:
        """Whether the world has been told of a hold, a question or a release that has not come to its end."""
        return self.hold in (HoldState.KEPT, HoldState.ASKED_STAFF, HoldState.RELEASE_DECIDED)

    def awaits_guest(self, now: datetime) -> bool:
        """Whether there is still something to decide."""
        return self.booking.state == "confirmed" and now < self.booking.ends_at

    def heard(self, booking: Booking) -> "Case":
        """The case with what was heard last; what is older than what is known changes nothing."""
        return replace(self, booking=booking) if booking.version >= self.booking.version else self

    def kept(self, promise: Promise, *, decision_id: str) -> "Case":
        eta = self.booking.late.eta if self.booking.late else None
        return replace(self, hold=HoldState.KEPT, promise=promise, told_eta=eta, decision_id=decision_id)

    def asked_staff(self, *, decision_id: str) -> "Case":
        return replace(self, hold=HoldState.ASKED_STAFF, decision_id=decision_id)

    def release_decided(self, *, decision_id: str) -> "Case":
        return replace(self, hold=HoldState.RELEASE_DECIDED, decision_id=decision_id)

    def over(self) -> "Case":
        return replace(self, hold=HoldState.OVER)

    def started_anew(self) -> "Case":
        """After a changed time: nothing that was told of the old one stands."""
        return replace(self, hold=HoldState.NONE, promise=None, told_eta=None, floor=None, decision_id=None)

    def arrival_taken_back(self, *, now: datetime) -> "Case":
        """The guest is expected again, with time to put it right."""
        return replace(self, hold=HoldState.NONE, floor=now + TIME_TO_PUT_RIGHT)
