"""What notify hears of booking and policy: only the fields that it uses."""

from datetime import date, datetime

from messaging.heard import HeardEvent
from pydantic import BaseModel, ConfigDict

from notify.domain.contact import Contact
from notify.domain.facts import BookingFacts, EntryFacts, OfferFacts

BOOKING_EVENTS = "booking.events"
POLICY_EVENTS = "policy.events"
GUEST_CONTACTS = "guest.contacts"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Place(Part):
    name: str


class Booking(Part):
    """The snapshot in booking's events."""

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
    check_out: date | None = None
    expected_by: datetime
    confirmed_at: datetime
    resources: list[Place]

    def facts(self) -> BookingFacts:
        fields = self.model_dump(exclude={"resources"})
        return BookingFacts(**fields, places=tuple(place.name for place in self.resources))


class BookingRef(Part):
    """The booking as policy knew it."""

    id: str
    code: str
    version: int
    venue_id: str
    venue_name: str
    trade: str
    time_zone: str
    language: str
    guest_id: str
    party: int
    starts_at: datetime
    ends_at: datetime
    expected_by: datetime

    def facts(self) -> BookingFacts:
        return BookingFacts(**self.model_dump(), state=None)


class BookingHeard(HeardEvent):
    """Any event of a booking whose snapshot is all that is used of it."""

    booking: Booking


class BookingConfirmed(BookingHeard):
    walk_in: bool = False
    from_entry_id: str | None = None


class BookingChanged(BookingHeard):
    previous_starts_at: datetime
    previous_ends_at: datetime
    previous_party: int


class BookingReleased(BookingHeard):
    released_at: datetime
    by: str
    until: datetime | None
    explanation: dict[str, str]
    free_starts: list[datetime]


class BookingCancelled(BookingHeard):
    by: str
    reason: str | None


class Entry(Part):
    id: str
    state: str
    venue_id: str
    venue_name: str
    trade: str
    time_zone: str
    language: str
    guest_id: str
    party: int

    def facts(self) -> EntryFacts:
        return EntryFacts(**self.model_dump())


class Offer(Part):
    id: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    resources: list[Place]

    def facts(self) -> OfferFacts:
        fields = self.model_dump(exclude={"resources"})
        return OfferFacts(**fields, places=tuple(place.name for place in self.resources))


class WaitlistLeft(HeardEvent):
    entry: Entry


class WaitlistOffer(HeardEvent):
    """Any event about an offer."""

    entry: Entry
    offer: Offer


class GuestContactSet(HeardEvent):
    name: str
    email: str | None
    phone: str | None
    language: str

    def contact(self) -> Contact:
        return Contact(**self.model_dump())


class GuestContactErased(HeardEvent):
    """A tombstone has no value; whose contact it was stands in the envelope's subject."""


class TermsSet(HeardEvent):
    booking: BookingRef
    terms_version: str
    terms: dict[str, str]


class HoldDecided(HeardEvent):
    booking: BookingRef
    until: datetime
    eta: datetime | None
    eta_beyond_rules: bool
    explanation: dict[str, str]


class StaffAnswered(HeardEvent):
    booking: BookingRef
    action: str
    until: datetime | None
