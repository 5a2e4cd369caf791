"""What booking tells the world. Strict: a field that is not here does not leave the service."""

from datetime import date, datetime
from typing import Literal

from messaging.event import PublishedEvent
from pydantic import BaseModel, ConfigDict, Field

BOOKING_EVENTS = "booking.events"
GUEST_CONTACTS = "guest.contacts"

Trade = Literal["restaurant", "hotel", "salon", "trainer", "builder"]
BookingState = Literal["confirmed", "arrived", "in_service", "finished", "cancelled", "released", "no_show"]
Guarantee = Literal["none", "card", "prepaid"]
DeclaredBy = Literal["guest", "host", "partner", "clock"]


class Part(BaseModel):
    """A part of an event's payload."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class ResourceRef(Part):
    id: str
    name: str
    kind: str


class Late(Part):
    """Lateness is an attribute of a confirmed booking. `eta_changes` counts how often the ETA was told anew."""

    declared_by: DeclaredBy
    declared_at: datetime
    eta: datetime | None
    eta_changes: int


class BookingSnapshot(Part):
    """The booking as anybody may know it: no contact data."""

    id: str
    code: str
    version: int
    state: BookingState
    venue_id: str
    venue_name: str
    trade: Trade
    time_zone: str
    language: str
    guest_id: str
    party: int
    arrived_party: int | None = None
    starts_at: datetime
    ends_at: datetime
    check_in: date | None = None
    check_out: date | None = None
    expected_by: datetime
    guarantee: Guarantee
    terms_version: str | None = None
    confirmed_at: datetime
    late: Late | None = None
    resources: list[ResourceRef]


class BookingEvent(PublishedEvent):
    booking_id: str
    booking: BookingSnapshot


class BookingConfirmed(BookingEvent, type="booking.confirmed.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """A guest has a claim on a place. `walk_in` and accepted offers are confirmed too."""

    walk_in: bool = False
    from_entry_id: str | None = None


class BookingChanged(BookingEvent, type="booking.changed.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """Time, party or place changed; a changed time ends any lateness and hold."""

    previous_starts_at: datetime
    previous_ends_at: datetime
    previous_party: int
    changed: list[str]


class BookingLateDeclared(BookingEvent, type="booking.late_declared.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """`booking.late` is set. Declared again, it carries the new ETA."""


class BookingArrived(BookingEvent, type="booking.arrived.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    arrived_at: datetime
    minutes_late: int


class BookingArrivalReverted(
    BookingEvent, type="booking.arrival_reverted.v1", topic=BOOKING_EVENTS, subject="booking_id"
):
    pass


class BookingServiceStarted(
    BookingEvent, type="booking.service_started.v1", topic=BOOKING_EVENTS, subject="booking_id"
):
    pass


class BookingFinished(BookingEvent, type="booking.finished.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    finished_at: datetime


class BookingReleased(BookingEvent, type="booking.released.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """The place was given back. `explanation`: the guest's text per language, the decision's or the host's."""

    released_at: datetime
    by: Literal["policy", "host"]
    decision_id: str | None
    until: datetime | None
    explanation: dict[str, str]
    reason: str | None
    free_starts: list[datetime] = Field(description="the nearest free starts that would fit this party")


class BookingReleaseRefused(
    BookingEvent, type="booking.release_refused.v1", topic=BOOKING_EVENTS, subject="booking_id"
):
    """The loser of a race is an event too."""

    decision_id: str
    reason: Literal["arrived", "changed", "ended", "stale"]


class BookingReopened(BookingEvent, type="booking.reopened.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """A released booking was taken back, as arrived."""

    reopened_at: datetime
    by: Literal["guest", "host"]


class BookingCancelled(BookingEvent, type="booking.cancelled.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    by: Literal["guest", "venue"]
    reason: str | None


class BookingNoShowMarked(BookingEvent, type="booking.no_show_marked.v1", topic=BOOKING_EVENTS, subject="booking_id"):
    """The verdict at the booking's end: the guest never came."""

    by: Literal["clock", "host"]
    reason: str | None


class VenueSettings(Part):
    late_after_minutes: int
    hold_hour: int = Field(description="wall-clock hour of the arrival day until which an unguaranteed room is held")
    check_in: str = Field(description="HH:MM by the clock on the venue's wall")
    check_out: str = Field(description="HH:MM by the clock on the venue's wall")
    offer_minutes: int
    default_duration_minutes: int
    stale_after_minutes: int


class VenueSet(PublishedEvent, type="venue.set.v1", topic=BOOKING_EVENTS, subject="venue_id"):
    venue_id: str
    version: int
    name: str
    trade: Trade
    time_zone: str
    currency: str
    languages: list[str]
    settings: VenueSettings


class EntrySnapshot(Part):
    """A party that waits."""

    id: str
    state: Literal["waiting", "offered", "accepted", "left", "ended"]
    venue_id: str
    venue_name: str
    trade: Trade
    time_zone: str
    language: str
    guest_id: str
    party: int
    earliest: datetime
    latest: datetime
    duration_minutes: int


class Offer(Part):
    """An exclusive, expiring right to a freed place; it holds an allocation."""

    id: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    resources: list[ResourceRef]


class WaitlistEvent(PublishedEvent):
    entry_id: str
    entry: EntrySnapshot


class WaitlistJoined(WaitlistEvent, type="waitlist.joined.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    pass


class WaitlistOffered(WaitlistEvent, type="waitlist.offered.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    offer: Offer


class WaitlistOfferAccepted(WaitlistEvent, type="waitlist.offer_accepted.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    offer: Offer
    booking_id: str


class WaitlistOfferDeclined(WaitlistEvent, type="waitlist.offer_declined.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    offer: Offer


class WaitlistOfferExpired(WaitlistEvent, type="waitlist.offer_expired.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    offer: Offer


class WaitlistOfferWithdrawn(
    WaitlistEvent, type="waitlist.offer_withdrawn.v1", topic=BOOKING_EVENTS, subject="entry_id"
):
    offer: Offer
    reason: str | None


class WaitlistLeft(WaitlistEvent, type="waitlist.left.v1", topic=BOOKING_EVENTS, subject="entry_id"):
    """The party left, or its last start has passed (`entry.state` is `ended`)."""


class GuestContactSet(
    PublishedEvent,
    type="guest.contact_set.v1",
    topic=GUEST_CONTACTS,
    subject="guest_id",
    erasable=True,
    compacted=True,
):
    """The only event with personal data, on a restricted, compacted topic."""

    guest_id: str
    name: str
    email: str | None
    phone: str | None
    language: str


class GuestContactErased(
    PublishedEvent,
    type="guest.contact_erased.v1",
    topic=GUEST_CONTACTS,
    subject="guest_id",
    tombstone=True,
    compacted=True,
):
    guest_id: str
