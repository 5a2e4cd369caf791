"""The table of tables at the end of the lunch, from made-up events."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stories.lunch.room import seats
from stories.topics import Told

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NAMES = {"gst_ben": "Ben", "gst_julia": "Julia"}


def told(event_type: str, subject: str, at: int, **data: Any) -> Told:
    headers = {
        "ce_id": f"evt_{subject}_{at}",
        "ce_type": event_type,
        "ce_subject": subject,
        "ce_time": (NOON + timedelta(minutes=at)).isoformat(),
        "ce_sequence": str(at + 1),
    }
    return Told(topic="booking.events", partition=0, offset=at, key=subject, headers=headers, data=data, written_at=0.0)


def a_booking(guest: str, *, starts: int = 0) -> dict[str, Any]:
    return {
        "guest_id": guest,
        "party": 2,
        "starts_at": (NOON + timedelta(minutes=starts)).isoformat(),
        "ends_at": (NOON + timedelta(minutes=90)).isoformat(),
        "resources": [{"id": "res_1", "name": "Hall 1"}],
    }


BEN, JULIA = a_booking("gst_ben"), a_booking("gst_julia", starts=25)
RELEASE = [
    told("booking.confirmed.v1", "bkg_ben", 0, booking=BEN),
    told("booking.late_declared.v1", "bkg_ben", 5, booking=BEN),
    told("booking.released.v1", "bkg_ben", 15, booking=BEN),
]
HANDED_ON = [
    told(
        "waitlist.offer_accepted.v1",
        "wle_julia",
        17,
        booking_id="bkg_julia",
        entry={"guest_id": "gst_julia"},
        offer={"resources": [{"id": "res_1", "name": "Hall 1"}]},
    ),
    told("booking.confirmed.v1", "bkg_julia", 17, booking=JULIA),
    told("booking.arrived.v1", "bkg_julia", 25, booking=JULIA),
]


def test_the_last_thing_that_was_told_of_a_booking_counts() -> None:
    assert [(seat.table, seat.who, seat.words) for seat in seats(RELEASE, NAMES)] == [("Hall 1", "Ben (2)", "released")]


def test_a_place_that_was_released_says_to_whom_and_in_place_of_whom() -> None:
    assert [seat.words for seat in seats([*RELEASE, *HANDED_ON], NAMES)] == [
        "released, the place was released to Julia",
        "seated, waited, in place of Ben",
    ]


def test_a_second_copy_of_an_event_changes_nothing() -> None:
    assert seats([*RELEASE, *RELEASE], NAMES) == seats(RELEASE, NAMES)
