"""One example of each event that policy and notify publish, in the order of their `events.py`."""

from datetime import timedelta

from messaging.event import PublishedEvent
from notify import events as notify
from policy import events as policy

from stories.contracts.examples.cast import (
    BOOKING_ID,
    DECISION_ID,
    GIVEN_ON,
    GUEST_ID,
    KEPT,
    LATE,
    LATE_AT,
    MESSAGE_ID,
    RELEASED_AT,
    RULES_VERSION,
    START,
    UNTIL,
    VENUE_ID,
    a_ref,
)

CARD = {
    "en": "A table is held 15 minutes. Tell us that you are on the way, and we hold it 25 minutes.",
    "ru": "Стол держат 15 минут. Предупредите, что вы в пути, и его продержат 25 минут.",
}
LATE_EVENT_ID = "evt_01KAZ5Q0EB7QX9M3T2V6B8C4DC"


def examples() -> list[PublishedEvent]:
    """Written out, one by one."""
    return [*_of_decisions(), *_of_staff(), *_of_rules(), *_of_messages()]


def _of_decisions() -> list[PublishedEvent]:
    return [
        policy.TermsSet(booking_id=BOOKING_ID, booking=a_ref(version=1), terms_version=RULES_VERSION, terms=CARD),
        policy.HoldDecided(
            booking_id=BOOKING_ID,
            booking=a_ref(),
            decision_id=DECISION_ID,
            decided_at=LATE_AT,
            until=UNTIL,
            rule_id="hold-15",
            kind="rule",
            rules_version=RULES_VERSION,
            eta=LATE.eta,
            eta_beyond_rules=False,
            explanation=KEPT,
        ),
        policy.HoldEnded(booking_id=BOOKING_ID, booking=a_ref(), decision_id=DECISION_ID, reason="arrived"),
        policy.ReleaseDecided(
            booking_id=BOOKING_ID,
            booking=a_ref(),
            decision_id=DECISION_ID,
            decided_at=RELEASED_AT,
            booking_version=2,
            until=UNTIL,
            rule_id="release",
            kind="rule",
            rules_version=RULES_VERSION,
            explanation=GIVEN_ON,
        ),
    ]


def _of_staff() -> list[PublishedEvent]:
    return [
        policy.StaffAsked(
            booking_id=BOOKING_ID,
            booking=a_ref(),
            decision_id=DECISION_ID,
            reason="policy_was_away",
            detail="the deadline was 42 minutes overdue when policy came back",
            asked_at=UNTIL + timedelta(minutes=42),
            keep_until=START + timedelta(minutes=90),
        ),
        policy.StaffAnswered(
            booking_id=BOOKING_ID,
            booking=a_ref(),
            decision_id=DECISION_ID,
            action="keep",
            until=START + timedelta(minutes=75),
            reason="they called from the car park",
            answered_by="host-7",
            answered_at=UNTIL + timedelta(minutes=44),
        ),
    ]


def _of_rules() -> list[PublishedEvent]:
    return [
        policy.RulesPublished(
            venue_id=VENUE_ID,
            decision="late_arrival.hold",
            rules_version=RULES_VERSION,
            number=1,
            published_at=START - timedelta(days=30),
            card=CARD,
        ),
        policy.StandingChanged(guest_id=GUEST_ID, standing="watch", previous="new", cause="late_release"),
    ]


def _of_messages() -> list[PublishedEvent]:
    sent = notify.MessageSent(
        message_id=MESSAGE_ID,
        kind="held",
        language="ru",
        channel="email",
        guest_id=GUEST_ID,
        booking_id=BOOKING_ID,
        entry_id=None,
        event_id=LATE_EVENT_ID,
        sent_at=LATE_AT,
        attempts=1,
    )
    about = sent.model_dump(exclude={"sent_at", "attempts"})
    return [
        sent,
        notify.MessageFailed(**about, failed_at=LATE_AT, attempts=1, reason="550 mailbox unavailable"),
        notify.MessageDropped(**about, dropped_at=UNTIL, reason="moment_passed"),
    ]
