"""What a message says, as it was when the message was written. Never a name or an address."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFacts:
    """The booking's public snapshot, as booking or policy told it.

    Policy's smaller reference knows neither the state nor the places: then `state` is None and `places` is empty.
    """

    id: str
    code: str
    version: int
    state: str | None
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
    check_in: date | None = None
    check_out: date | None = None
    confirmed_at: datetime | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """A party that waits."""

    id: str
    state: str
    venue_id: str
    venue_name: str
    trade: str
    time_zone: str
    language: str
    guest_id: str
    party: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """A place that is offered to a waiting party until `expires_at`."""

    id: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a template may speak of. Exactly one of `booking` and `entry` is set."""

    booking: BookingFacts | None = None
    entry: EntryFacts | None = None
    offer: OfferFacts | None = None
    until: datetime | None = None
    eta: datetime | None = None
    eta_beyond_rules: bool = False
    explanation: str = ""
    reason: str = ""
    by: str = ""
    free_starts: tuple[datetime, ...] = ()
    from_entry: bool = False
    previous_starts_at: datetime | None = None
    previous_ends_at: datetime | None = None
    previous_party: int | None = None

    @property
    def about(self) -> BookingFacts | EntryFacts:
        """The booking or the entry, whichever the message is about."""
        about = self.booking or self.entry
        if about is None:
            raise ValueError("a message is about a booking or about an entry of the waitlist")
        return about
