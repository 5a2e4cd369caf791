"""Each rule is held against a story that keeps it and one that breaks it; the stories are made up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from stories.mails import Mail
from stories.rules import of_events, of_mails, of_rows
from stories.rules.audit import published_as_promised
from stories.topics import Told

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def told(event_type: str, subject: str = "bkg_1", *, at: int = 0, number: int = 1, **data: Any) -> Told:
    """An event `at` minutes past noon."""
    topic = {"policy": "policy.events", "message": "notify.events"}.get(
        event_type.split(".", maxsplit=1)[0], "booking.events"
    )
    time = (NOON + timedelta(minutes=at)).isoformat()
    headers = {
        "ce_id": f"evt_{event_type}_{subject}_{number}",
        "ce_type": event_type,
        "ce_source": "/" + topic.split(".")[0],
        "ce_subject": subject,
        "ce_time": time,
        "ce_sequence": str(number),
    }
    return Told(topic=topic, partition=0, offset=0, key=subject, headers=headers, data=data, written_at=0.0)


def instant(minutes: int) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


def a_hold(*, at: int = 5, until: int = 15, number: int = 1) -> Told:
    return told("policy.hold_decided.v1", at=at, number=number, until=instant(until), booking_id="bkg_1")


def a_release(*, at: int = 15, decision: str = "dec_1") -> Told:
    return told(
        "booking.released.v1", at=at, released_at=instant(at), by="policy", decision_id=decision, booking_id="bkg_1"
    )


def a_message(
    kind: str = "held", *, message: str = "msg_1", event: str = "evt_x", at: int = 5, attempts: int = 1
) -> Told:
    return told(
        "message.sent.v1",
        message,
        at=at,
        message_id=message,
        kind=kind,
        event_id=event,
        guest_id="gst_1",
        booking_id="bkg_1",
        attempts=attempts,
    )


def a_mail(message: str = "msg_1", *, number: str = "1") -> Mail:
    return Mail(
        id=number,
        to="anna@example.com",
        subject="Your table is kept",
        text="",
        message_id=f"{message}@holdfast",
        accepted_at=instant(0),
        headers={},
    )


def an_offer(entry: str, *, at: int, start: int = 20, end: int = 60, table: str = "res_1") -> Told:
    offer = {"resources": [{"id": table}], "starts_at": instant(start), "ends_at": instant(end)}
    return told("waitlist.offered.v1", entry, at=at, offer=offer)


def test_a_release_after_its_promise_is_good() -> None:
    assert of_events.every_release_was_promised_first([a_hold(), a_message(), a_release()]) == []


def test_a_release_without_a_promise_is_found() -> None:
    found = of_events.every_release_was_promised_first([a_release()])
    assert "without a promise" in found[0]


def test_a_release_before_the_promised_instant_is_found() -> None:
    found = of_events.every_release_was_promised_first([a_hold(until=25), a_message(), a_release(at=15)])
    assert "promised until 12:25:00" in found[0]


def test_a_release_whose_guest_was_not_told_is_found() -> None:
    found = of_events.every_release_was_promised_first([a_hold(), a_message(at=16), a_release()])
    assert "no mail had told" in found[0]


def test_a_promise_that_gets_earlier_is_found() -> None:
    earlier = [a_hold(until=25), a_hold(at=8, until=15, number=2)]
    assert "was promised 12:25:00, then 12:15:00" in of_events.promises_never_get_earlier(earlier)[0]


def test_a_changed_booking_starts_anew() -> None:
    moved = told("booking.changed.v1", at=7)
    assert of_events.promises_never_get_earlier([a_hold(until=25), moved, a_hold(at=8, until=15, number=2)]) == []


def test_a_release_that_is_told_twice_is_found() -> None:
    decided = told("policy.release_decided.v1", decision_id="dec_1")
    again = told("booking.released.v1", at=16, number=2, decision_id="dec_1", by="policy")
    assert of_events.each_release_is_told_once([decided, a_release()]) == []
    assert of_events.each_release_is_told_once([decided, a_release(), again]) == ["dec_1 was answered 2 times"]


def test_a_release_that_nobody_answered_is_found() -> None:
    decided = told("policy.release_decided.v1", decision_id="dec_1")
    assert of_events.each_release_is_told_once([decided]) == ["dec_1 was decided and never answered"]


def test_two_offers_of_one_place_at_once_are_found() -> None:
    assert of_events.offers_are_exclusive([an_offer("wle_1", at=15), an_offer("wle_2", at=20)])


def test_a_place_may_be_offered_again_when_the_first_offer_ended() -> None:
    declined = told("waitlist.offer_declined.v1", "wle_1", at=18, number=2)
    assert of_events.offers_are_exclusive([an_offer("wle_1", at=15), declined, an_offer("wle_2", at=18)]) == []


def test_the_rest_of_a_place_may_be_offered_at_the_same_time() -> None:
    rest = an_offer("wle_2", at=20, start=60, end=90)
    assert of_events.offers_are_exclusive([an_offer("wle_1", at=15), rest]) == []


def test_a_hole_in_the_numbers_is_found_and_a_second_copy_is_not() -> None:
    first, third = a_hold(), a_hold(at=9, number=3)
    assert of_events.sequences_have_no_holes([first, first]) == []
    assert "[1, 3]" in of_events.sequences_have_no_holes([first, third])[0]


def test_what_was_erased_may_be_missing_from_the_log() -> None:
    first, tombstone = told("guest.contact_set.v1", "gst_1"), told("guest.contact_erased.v1", "gst_1", number=3)
    contacts = [replace(event, topic="guest.contacts") for event in (first, tombstone)]
    assert of_events.sequences_have_no_holes(contacts) == []
    assert of_rows.no_zombie_and_no_ghost(contacts, {"booking": [{"event_id": tombstone.id, "sent": True}]}) == []
    assert of_rows.no_zombie_and_no_ghost(contacts[:1], {"booking": []})


def test_a_second_mail_for_one_event_is_found() -> None:
    twice = [a_message(), a_message(message="msg_2")]
    assert "told held twice" in of_mails.nobody_is_mailed_twice(twice, [])[0]
    assert of_mails.nobody_is_mailed_twice([a_message(), a_message("released", message="msg_2")], []) == []


def test_a_second_copy_of_a_mail_is_found() -> None:
    assert "2 mails" in of_mails.nobody_is_mailed_twice([a_message()], [a_mail(), a_mail(number="2")])[0]


def test_a_copy_of_a_mail_whose_sender_died_and_tried_again_is_allowed() -> None:
    assert of_mails.nobody_is_mailed_twice([a_message(attempts=2)], [a_mail(), a_mail(number="2")]) == []


def test_a_mail_without_a_message_and_a_message_without_a_mail_are_found() -> None:
    event = told("policy.hold_decided.v1")
    sent = a_message(event=event.id)
    assert of_mails.every_mail_belongs_to_an_event([event, sent], [a_mail()]) == []
    assert "belongs to no message" in of_mails.every_mail_belongs_to_an_event([event], [a_mail()])[0]
    assert "no mail is there" in of_mails.every_mail_belongs_to_an_event([event, sent], [])[0]
    assert "is on no topic" in of_mails.every_mail_belongs_to_an_event([sent], [a_mail()])[0]


def test_an_address_outside_guest_contacts_is_found() -> None:
    leak = told("booking.confirmed.v1", note="call anna@example.com")
    assert of_mails.no_contact_is_on_the_topics([leak], [a_mail()])
    assert of_mails.no_contact_is_on_the_topics([a_hold()], [a_mail()]) == []


def test_zombies_and_ghosts_are_found() -> None:
    event = a_hold()
    row = {"event_id": event.id, "sent": True}
    assert of_rows.no_zombie_and_no_ghost([event], {"policy": [row]}) == []
    assert "in no outbox" in of_rows.no_zombie_and_no_ghost([event], {"policy": []})[0]
    assert "on no topic" in of_rows.no_zombie_and_no_ghost([], {"policy": [row]})[0]
    assert "not left" in of_rows.no_zombie_and_no_ghost([], {"policy": [row | {"sent": False}]})[0]


def test_an_event_that_a_hearer_never_applied_is_found() -> None:
    event = a_hold()
    hears = {"notify": {("policy.events", "policy.hold_decided.v1")}}
    known = {"notify": [{"event_id": event.id}]}
    assert of_rows.everything_heard_is_applied_once([event], known, hears) == []
    assert of_rows.everything_heard_is_applied_once([event], {"notify": []}, hears)


def test_a_value_that_breaks_its_schema_is_found() -> None:
    assert "is a required property" in published_as_promised([a_hold()])[0]
    assert "no published type" in published_as_promised([told("booking.vanished.v1")])[0]
