"""Who and what the golden examples speak of. Nothing here is drawn at random: examples never change."""

from datetime import UTC, date, datetime, timedelta

from booking.events import BookingSnapshot, EntrySnapshot, Late, Offer, ResourceRef
from policy.events import BookingRef

TENANT = "trattoria-verde"
VENUE_ID = "ven_01KAZ5Q0E07QX9M3T2V6B8C4D1"
BOOKING_ID = "bkg_01KAZ5Q0E17QX9M3T2V6B8C4D2"
GUEST_ID = "gst_01KAZ5Q0E27QX9M3T2V6B8C4D3"
ENTRY_ID = "wle_01KAZ5Q0E37QX9M3T2V6B8C4D4"
OFFER_ID = "ofr_01KAZ5Q0E47QX9M3T2V6B8C4D5"
DECISION_ID = "dec_01KAZ5Q0E57QX9M3T2V6B8C4D6"
MESSAGE_ID = "msg_01KAZ5Q0E67QX9M3T2V6B8C4D7"
NEW_BOOKING_ID = "bkg_01KAZ5Q0E77QX9M3T2V6B8C4D8"
WAITING_GUEST_ID = "gst_01KAZ5Q0E87QX9M3T2V6B8C4D9"
RULES_VERSION = "sha256:5f2a9c0d3b7e4f81a6c2d9e0b4f7a1c83d6e5b2f9a0c7d4e1b8f3a6c9d2e5b80"

START = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)  # Thursday, 13:00 on the wall in Moscow
LATE_AT = START + timedelta(minutes=5)
UNTIL = START + timedelta(minutes=15)
RELEASED_AT = UNTIL + timedelta(seconds=5)

TABLE = ResourceRef(id="res_01KAZ5Q0E97QX9M3T2V6B8C4DA", name="Table 4", kind="table")

LATE = Late(declared_by="guest", declared_at=LATE_AT, eta=START + timedelta(minutes=12), eta_changes=0)

KEPT = {
    "en": "Your table is kept until 13:15: you told us that you were on the way.",
    "ru": "Ваш стол держат до 13:15: вы предупредили, что опаздываете.",
}
GIVEN_ON = {
    "en": "Your table was kept until 13:15, as agreed. You had not arrived, so it went to the next guests.",
    "ru": "Ваш стол держали до 13:15, как договорились. Вас не было, и его отдали следующим гостям.",
}


def a_booking(*, version: int = 1, **changes: object) -> BookingSnapshot:
    """A table for four on Thursday at one, as booking tells it."""
    told = BookingSnapshot(
        id=BOOKING_ID,
        code="K7M4",
        version=version,
        state="confirmed",
        venue_id=VENUE_ID,
        venue_name="Trattoria Verde",
        trade="restaurant",
        time_zone="Europe/Moscow",
        language="ru",
        guest_id=GUEST_ID,
        party=4,
        starts_at=START,
        ends_at=START + timedelta(minutes=90),
        expected_by=START,
        guarantee="none",
        terms_version=RULES_VERSION,
        confirmed_at=START - timedelta(days=2),
        resources=[TABLE],
    )
    return told.model_copy(update=changes)


def a_night(*, version: int = 1, **changes: object) -> BookingSnapshot:
    """Two nights in a double room, as booking tells it."""
    return a_booking(
        version=version,
        venue_name="Hotel Verde",
        trade="hotel",
        party=2,
        starts_at=datetime(2026, 11, 26, 12, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
        check_in=date(2026, 11, 26),
        check_out=date(2026, 11, 28),
        expected_by=datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
        guarantee="card",
        resources=[ResourceRef(id="res_01KAZ5Q0EA7QX9M3T2V6B8C4DB", name="Room 12", kind="room.double")],
        **changes,
    )


def a_ref(*, version: int = 2) -> BookingRef:
    """The same booking, as policy tells it."""
    fields = BookingRef.model_fields
    return BookingRef(**{name: getattr(a_booking(version=version), name) for name in fields})


def an_entry(**changes: object) -> EntrySnapshot:
    """A party of three that waits for lunch."""
    told = EntrySnapshot(
        id=ENTRY_ID,
        state="waiting",
        venue_id=VENUE_ID,
        venue_name="Trattoria Verde",
        trade="restaurant",
        time_zone="Europe/Moscow",
        language="en",
        guest_id=WAITING_GUEST_ID,
        party=3,
        earliest=START,
        latest=START + timedelta(minutes=60),
        duration_minutes=60,
    )
    return told.model_copy(update=changes)


def an_offer() -> Offer:
    """The freed table, for as long as the party asked for."""
    return Offer(
        id=OFFER_ID,
        starts_at=RELEASED_AT + timedelta(minutes=10),
        ends_at=RELEASED_AT + timedelta(minutes=70),
        expires_at=RELEASED_AT + timedelta(minutes=10),
        resources=[TABLE],
    )
