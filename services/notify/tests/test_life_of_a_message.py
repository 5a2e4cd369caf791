from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notify.adapters.letters.examples import DINNER, STAY
from notify.domain.facts import BookingFacts, Facts
from notify.domain.kinds import DropReason, Kind, Status
from notify.domain.message import Message, StatusNeverRegresses
from notify.domain.moment import passed, until_the_start
from notify.domain.next_step import Drop, Known, Send, Wait, next_step
from notify.domain.overtaken import best_of, is_overtaken
from notify.domain.retry import delay_after

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
READY = Known(contact_heard=True, erased=False, email="anna@example.org", terms=True)
FINAL = {Status.DELIVERED, Status.PERMANENT_FAILURE, Status.DROPPED}


def a_message(**changes: object) -> Message:
    message = Message(
        id="msg_1",
        tenant="tnt_a",
        kind=Kind.CONFIRMED,
        status=Status.CREATED,
        guest_id="gst_1",
        venue_id="ven_1",
        booking_id=DINNER.id,
        entry_id=None,
        language="en",
        event_id="evt_1",
        copy=0,
        template="shipped:confirmed:en:0",
        facts=Facts(booking=DINNER),
        created_at=NOW,
        not_after=NOW + timedelta(hours=2),
    )
    return replace(message, **changes)  # type: ignore[arg-type]


STEPS = {
    "take": lambda message: message.taken(with_terms=False),
    "accept": lambda message: message.sent(NOW),
    "turn away": lambda message: message.turned_away_for_now("451", NOW),
    "refuse": lambda message: message.refused("550", NOW),
    "drop": lambda message: message.dropped(DropReason.CANCELLED, NOW, "overtaken"),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_a_final_status_never_regresses(steps: list[str]) -> None:
    message = a_message()
    for step in steps:
        before = message
        try:
            message = STEPS[step](message)
        except StatusNeverRegresses:
            assert message is before
        if before.status in FINAL | {Status.SENT}:
            assert message.status is before.status


def test_a_message_that_was_overtaken_while_it_was_sent_is_not_tried_again() -> None:
    message = a_message(status=Status.SENDING, withdrawn=DropReason.CANCELLED)
    assert message.turned_away_for_now("451 later", NOW).status is Status.DROPPED
    assert message.sent(NOW).status is Status.SENT


@pytest.mark.parametrize(
    ("known", "minutes", "step"),
    [
        (READY, 0, Send()),
        (replace(READY, contact_heard=False, email=None), 119, Wait("contact")),
        (replace(READY, terms=False), 0, Wait("terms")),
        (replace(READY, terms=False), 1, Send()),
        (READY, 120, Drop(DropReason.MOMENT_PASSED, "it was no news any more when it could be sent")),
        (
            replace(READY, contact_heard=False, email=None),
            120,
            Drop(DropReason.MOMENT_PASSED, "the guest's contact was not known in time"),
        ),
        (
            replace(READY, email=None),
            0,
            Drop(DropReason.NO_ADDRESS, "the guest has left no e-mail address that can be written to"),
        ),
        (replace(READY, erased=True), 0, Drop(DropReason.ERASED, "the guest has been erased")),
    ],
)
def test_waiting_for_a_fact_is_not_skipping(known: Known, minutes: int, step: object) -> None:
    message = a_message(waits_for_terms_until=NOW + timedelta(seconds=60))
    assert next_step(message, known, NOW + timedelta(minutes=minutes)) == step


def test_kept_until_a_quarter_past_is_not_sent_at_a_quarter_past() -> None:
    assert passed(NOW, NOW)
    assert not passed(NOW, NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("booking", "until"),
    [
        (DINNER, DINNER.starts_at),
        (STAY, STAY.expected_by),
        (
            replace(STAY, confirmed_at=STAY.expected_by + timedelta(hours=4)),
            STAY.expected_by + timedelta(hours=4, minutes=30),
        ),
    ],
)
def test_a_confirmation_is_news_until_the_guest_is_due(booking: BookingFacts, until: datetime) -> None:
    assert until_the_start(booking) == until


def test_a_promise_is_overtaken_by_a_newer_booking_that_moved_or_left_confirmed() -> None:
    arrived = replace(DINNER, version=2, state="arrived")
    moved = replace(DINNER, version=2, starts_at=DINNER.starts_at + timedelta(hours=1))
    late = replace(DINNER, version=2)
    told = replace(DINNER, state=None, places=())
    assert [is_overtaken(told, known) for known in (None, DINNER, late, arrived, moved)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert best_of(replace(told, version=2), DINNER).places == DINNER.places


@given(st.integers(1, 1000), st.floats(0, 1, exclude_max=True))
def test_retries_slow_down_but_never_end(attempts: int, chance: float) -> None:
    delay = delay_after(attempts, chance=chance)
    assert timedelta(seconds=2) <= delay <= timedelta(minutes=12)
    assert delay_after(attempts + 1, chance=0) >= delay_after(attempts, chance=0)
