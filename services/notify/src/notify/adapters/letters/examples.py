"""Examples of every kind: what a template is tried on before it may be used, and what tests look at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from notify.domain.facts import BookingFacts, EntryFacts, Facts, OfferFacts
from notify.domain.kinds import Kind

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TERMS = "Your table is kept for 15 minutes.\nIf you are late, tell us: one tap is enough."
LINK = "https://book.example.org/g/a-signed-token"
COUNTS = (1, 2, 5, 11, 21, 111)

DINNER = BookingFacts(
    id="bkg_01K00000000000000000000000",
    code="K7R4",
    version=1,
    state="confirmed",
    venue_id="ven_01K00000000000000000000000",
    venue_name="Trattoria Aurora",
    trade="restaurant",
    time_zone="Europe/Berlin",
    language="en",
    guest_id="gst_01K00000000000000000000000",
    party=2,
    starts_at=NOON,
    ends_at=NOON + timedelta(minutes=90),
    expected_by=NOON,
    confirmed_at=NOON - timedelta(days=2),
    places=("Table 4",),
)
STAY = replace(
    DINNER,
    trade="hotel",
    venue_name="Hotel Aurora",
    starts_at=NOON + timedelta(hours=2),
    ends_at=NOON + timedelta(days=2, hours=-2),
    expected_by=NOON + timedelta(hours=5),
    check_in=date(2026, 11, 26),
    check_out=date(2026, 11, 28),
    places=("Room 12", "Room 14"),
)
PARTY = EntryFacts(
    id="wle_01K00000000000000000000000",
    state="waiting",
    venue_id=DINNER.venue_id,
    venue_name=DINNER.venue_name,
    trade="restaurant",
    time_zone=DINNER.time_zone,
    language="en",
    guest_id=DINNER.guest_id,
    party=3,
)


def examples(kind: Kind) -> list[Facts]:
    """Facts that together use every variable of the kind, filled and empty, for tables, rooms and other places."""
    if kind in {Kind.OFFERED, Kind.OFFER_EXPIRED}:
        return [
            _offer(PARTY),
            _offer(replace(PARTY, trade="hotel", party=1, state="ended")),
            _offer(replace(PARTY, trade="salon")),
        ]
    bare = replace(DINNER, trade="salon", party=1, places=())
    return [_rich(kind, DINNER), _rich(kind, STAY), Facts(booking=bare, until=NOON + timedelta(minutes=15))]


def _offer(entry: EntryFacts) -> Facts:
    offer = OfferFacts(
        id="ofr_01K00000000000000000000000",
        starts_at=NOON,
        ends_at=NOON + (timedelta(hours=20) if entry.trade == "hotel" else timedelta(minutes=90)),
        expires_at=NOON - timedelta(minutes=30),
        places=("Table 4",),
    )
    return Facts(entry=entry, offer=offer)


def _rich(kind: Kind, booking: BookingFacts) -> Facts:
    until = booking.expected_by + timedelta(minutes=15)
    facts = Facts(
        booking=booking,
        until=until,
        explanation="Tables are kept for 15 minutes, for everybody.",
        free_starts=(NOON + timedelta(hours=1), NOON + timedelta(hours=2)),
        by="policy",
    )
    if kind is Kind.HELD:
        return replace(facts, eta=until + timedelta(minutes=20), eta_beyond_rules=True)
    if kind is Kind.CHANGED:
        return replace(
            facts,
            previous_starts_at=booking.starts_at - timedelta(hours=1),
            previous_ends_at=booking.ends_at - timedelta(hours=1),
            previous_party=booking.party + 1,
        )
    if kind is Kind.CANCELLED:
        return replace(facts, by="venue", reason="The kitchen is closed.")
    return replace(facts, from_entry=True)
