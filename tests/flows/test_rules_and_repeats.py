"""Promises over changed rules; the same fact delivered again; facts in an unexpected order."""

import dataclasses
import json
from datetime import datetime, timedelta

from aiokafka import AIOKafkaProducer
from flow_house import House
from stories.topics import Told

STRICTER = {
    "decision": "late_arrival.hold",
    "title": {"en": "A guest is late", "ru": "Гость опаздывает"},
    "rules": [
        {"id": "hold-10", "when": {"minutes_late": "0..9"}, "then": "hold"},
        {"id": "release", "when": {"minutes_late": "10.."}, "then": "release"},
    ],
}


async def _deliver_again(house: House, event: Told, *, bootstrap: str, prefix: str, **headers: str) -> None:
    """Put a record on its topic once more, as a producer does whose first send had only seemed to fail."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        envelope = [(name, value.encode()) for name, value in (event.headers | headers).items()]
        await producer.send_and_wait(
            prefix + event.topic, json.dumps(event.data).encode(), key=event.key.encode(), headers=envelope
        )
    finally:
        await producer.stop()


async def test_rules_replaced_while_a_hold_runs_never_make_the_promise_earlier(house: House) -> None:
    await house.open_restaurant(2, 2)
    held = await house.book(guest="anna")
    await house.minutes_after_start(held, 6)
    await house.world.policy.put(f"/v1/venues/{house.venue_id}/rule-sets/late_arrival.hold", STRICTER)
    await house.world.settle()
    until = datetime.fromisoformat(held["starts_at"]) + timedelta(minutes=15)
    await house.minutes_after_start(held, 14.9)
    assert await house.state(held) == "confirmed"
    assert datetime.fromisoformat((await house.see(held))["hold"]["until"]) == until
    await house.minutes_after_start(held, 15.2)
    assert await house.state(held) == "released"

    new = await house.book(guest="boris")
    await house.minutes_after_start(new, 9.9)
    assert await house.state(new) == "confirmed"
    await house.minutes_after_start(new, 10.2)
    assert await house.state(new) == "released"


async def test_an_older_booking_keeps_the_terms_that_it_was_made_under(house: House) -> None:
    await house.open_restaurant(2)
    old = await house.book(guest="anna")
    await house.world.policy.put(f"/v1/venues/{house.venue_id}/rule-sets/late_arrival.hold", STRICTER)
    await house.world.settle()
    await house.minutes_after_start(old, 12)
    assert await house.state(old) == "confirmed", "the more generous of pinned and active rules holds"
    await house.minutes_after_start(old, 15.2)
    assert await house.state(old) == "released"


async def test_a_release_decided_twice_releases_once(house: House, kafka_bootstrap: str, topic_prefix: str) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.minutes_after_start(booking, 16)
    (decided,) = house.told("policy.release_decided.v1", booking)
    await _deliver_again(house, decided, bootstrap=kafka_bootstrap, prefix=topic_prefix)
    another = {"ce_id": "evt_again", "ce_sequence": str(int(decided.headers["ce_sequence"]) + 1)}
    await _deliver_again(house, decided, bootstrap=kafka_bootstrap, prefix=topic_prefix, **another)
    await house.world.settle()
    assert len(house.told("booking.released.v1", booking)) == 1
    assert len([mail for mail in await house.mails("anna") if "booked" not in mail.subject]) == 2, "held, and released"


async def test_the_whole_story_delivered_again_changes_nothing(
    house: House, kafka_bootstrap: str, topic_prefix: str
) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    entry = await house.join_waitlist(guest="boris")
    await house.minutes_after_start(booking, 16)
    before = (len(await house.mails("anna")), len(await house.mails("boris")), (await house.entry(entry))["state"])
    for event in [e for e in house.world.events() if e.topic in ("booking.events", "policy.events")]:
        await _deliver_again(house, event, bootstrap=kafka_bootstrap, prefix=topic_prefix)
    await house.world.settle()
    after = (len(await house.mails("anna")), len(await house.mails("boris")), (await house.entry(entry))["state"])
    assert after == before
    assert await house.state(booking) == "released"


async def test_a_release_that_is_heard_before_the_guest_is_late_waits_for_the_promised_instant(
    house: House, kafka_bootstrap: str, topic_prefix: str
) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    (terms,) = house.told("policy.terms_set.v1", booking)
    until = datetime.fromisoformat(booking["starts_at"]) + timedelta(minutes=15)
    early = dataclasses.replace(
        terms,
        headers=terms.headers | {"ce_type": "policy.release_decided.v1", "ce_id": "evt_early", "ce_sequence": "100"},
        data={
            "booking_id": booking["id"],
            "booking": terms.data["booking"],
            "decision_id": "dec_early",
            "decided_at": terms.headers["ce_time"],
            "booking_version": terms.data["booking"]["version"],
            "until": until.isoformat(),
            "rule_id": "release",
            "kind": "rule",
            "rules_version": terms.data["terms_version"],
            "explanation": {"en": "Nobody came.", "ru": "Никто не пришёл."},
        },
    )
    await _deliver_again(house, early, bootstrap=kafka_bootstrap, prefix=topic_prefix)
    await house.world.settle()
    assert await house.state(booking) == "confirmed"
    await house.minutes_after_start(booking, 14.9)
    assert await house.state(booking) == "confirmed", "never before the promised instant by booking's own clock"
    await house.minutes_after_start(booking, 16)
    released = house.told("booking.released.v1", booking)
    assert len(released) <= 1
    assert all(datetime.fromisoformat(event.data["released_at"]) >= until for event in released)
