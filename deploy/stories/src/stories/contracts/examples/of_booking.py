"""One example of each event that booking publishes, in the order of `booking/events.py`."""

from datetime import timedelta

from booking import events as booking
from messaging.event import PublishedEvent

from stories.contracts.examples.cast import (
    BOOKING_ID,
    DECISION_ID,
    ENTRY_ID,
    GIVEN_ON,
    GUEST_ID,
    LATE,
    NEW_BOOKING_ID,
    RELEASED_AT,
    START,
    UNTIL,
    VENUE_ID,
    a_booking,
    a_night,
    an_entry,
    an_offer,
)


def examples() -> list[PublishedEvent]:
    """Written out, one by one."""
    return [*_of_bookings(), *_of_ends(), *_of_the_venue(), *_of_the_waitlist(), *_of_contacts()]


def _of_bookings() -> list[PublishedEvent]:
    arrived = a_booking(version=3, state="arrived", arrived_party=1, late=LATE)
    return [
        booking.BookingConfirmed(booking_id=BOOKING_ID, booking=a_booking(terms_version=None)),
        booking.BookingChanged(
            booking_id=BOOKING_ID,
            booking=a_booking(version=2, party=5),
            previous_starts_at=START - timedelta(minutes=30),
            previous_ends_at=START + timedelta(minutes=60),
            previous_party=4,
            changed=["starts_at", "ends_at", "party"],
        ),
        booking.BookingLateDeclared(booking_id=BOOKING_ID, booking=a_booking(version=2, late=LATE)),
        booking.BookingArrived(
            booking_id=BOOKING_ID, booking=arrived, arrived_at=START + timedelta(minutes=12), minutes_late=12
        ),
        booking.BookingArrivalReverted(booking_id=BOOKING_ID, booking=a_booking(version=4, late=LATE)),
        booking.BookingServiceStarted(
            booking_id=BOOKING_ID,
            booking=a_booking(version=4, state="in_service", arrived_party=4, late=LATE),
        ),
        booking.BookingFinished(
            booking_id=BOOKING_ID,
            booking=a_booking(version=5, state="finished", arrived_party=4, late=LATE),
            finished_at=START + timedelta(minutes=80),
        ),
    ]


def _of_ends() -> list[PublishedEvent]:
    return [
        booking.BookingReleased(
            booking_id=BOOKING_ID,
            booking=a_booking(version=3, state="released", late=LATE),
            released_at=RELEASED_AT,
            by="policy",
            decision_id=DECISION_ID,
            until=UNTIL,
            explanation=GIVEN_ON,
            reason=None,
            free_starts=[START + timedelta(minutes=120), START + timedelta(minutes=150)],
        ),
        booking.BookingReleaseRefused(
            booking_id=BOOKING_ID,
            booking=a_booking(version=3, state="arrived", arrived_party=4, late=LATE),
            decision_id=DECISION_ID,
            reason="arrived",
        ),
        booking.BookingReopened(
            booking_id=BOOKING_ID,
            booking=a_booking(version=4, state="arrived", arrived_party=4, late=LATE),
            reopened_at=START + timedelta(minutes=20),
            by="host",
        ),
        booking.BookingCancelled(
            booking_id=BOOKING_ID, booking=a_booking(version=2, state="cancelled"), by="guest", reason="ill"
        ),
        booking.BookingNoShowMarked(
            booking_id=BOOKING_ID, booking=a_night(version=4, state="no_show"), by="clock", reason=None
        ),
    ]


def _of_the_venue() -> list[PublishedEvent]:
    return [
        booking.VenueSet(
            venue_id=VENUE_ID,
            version=1,
            name="Trattoria Verde",
            trade="restaurant",
            time_zone="Europe/Moscow",
            currency="RUB",
            languages=["ru", "en"],
            settings=booking.VenueSettings(
                late_after_minutes=5,
                hold_hour=18,
                check_in="15:00",
                check_out="12:00",
                offer_minutes=10,
                default_duration_minutes=90,
                stale_after_minutes=5,
            ),
        )
    ]


def _of_the_waitlist() -> list[PublishedEvent]:
    offered, waiting, accepted = (an_entry(state=state) for state in ("offered", "waiting", "accepted"))
    return [
        booking.WaitlistJoined(entry_id=ENTRY_ID, entry=waiting),
        booking.WaitlistOffered(entry_id=ENTRY_ID, entry=offered, offer=an_offer()),
        booking.WaitlistOfferAccepted(entry_id=ENTRY_ID, entry=accepted, offer=an_offer(), booking_id=NEW_BOOKING_ID),
        booking.WaitlistOfferDeclined(entry_id=ENTRY_ID, entry=waiting, offer=an_offer()),
        booking.WaitlistOfferExpired(entry_id=ENTRY_ID, entry=waiting, offer=an_offer()),
        booking.WaitlistOfferWithdrawn(
            entry_id=ENTRY_ID, entry=waiting, offer=an_offer(), reason="the guest came back"
        ),
        booking.WaitlistLeft(entry_id=ENTRY_ID, entry=an_entry(state="left")),
    ]


def _of_contacts() -> list[PublishedEvent]:
    return [
        booking.GuestContactSet(
            guest_id=GUEST_ID,
            name="Анна Петрова",
            email="anna.petrova@example.com",
            phone="+79165550142",
            language="ru",
        ),
        booking.GuestContactErased(guest_id=GUEST_ID),
    ]
