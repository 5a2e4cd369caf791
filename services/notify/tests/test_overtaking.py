"""What comes later overtakes what was not sent yet, in whatever order it is heard."""

from datetime import timedelta
from typing import Any

import pytest
from local_stack.mailbox import Mailbox

from .events_heard import (
    EMAIL,
    a_booking,
    about,
    an_entry,
    confirmed,
    contact,
    held,
    offer,
    released,
)
from .world import World

MINUTE = timedelta(minutes=1)


async def test_the_same_promise_is_told_once_and_a_better_one_again(world: World, mailbox: Mailbox) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    await world.hear("guest.contact_set.v1", contact())
    until = now + 15 * MINUTE
    await world.hear("policy.hold_decided.v1", held(booking, until))
    await world.send_all()
    eta = (now + 10 * MINUTE).isoformat()
    await world.hear("policy.hold_decided.v1", held(booking | {"version": 3}, until, eta=eta))
    await world.send_all()
    assert len(mailbox.messages(EMAIL)) == 1
    far = (now + 40 * MINUTE).isoformat()
    await world.hear("policy.hold_decided.v1", held(booking, until, eta=far, eta_beyond_rules=True))
    await world.send_all()
    await world.hear("policy.hold_decided.v1", held(booking, until + 5 * MINUTE, eta=far, eta_beyond_rules=True))
    await world.send_all()
    subjects = [mail.subject for mail in mailbox.messages(EMAIL)]
    assert len(subjects) == 3
    assert "not until" in subjects[1]


async def test_a_newer_promise_replaces_one_that_was_not_sent(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    await world.hear("policy.hold_decided.v1", held(booking, now + 15 * MINUTE))
    await world.hear("policy.hold_decided.v1", held(booking, now + 20 * MINUTE))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "cancelled"), ("held", "sent", None)]


@pytest.mark.parametrize(
    ("event", "more", "told"),
    [
        ("booking.arrived.v1", {}, []),
        ("booking.finished.v1", {}, []),
        ("booking.no_show_marked.v1", {}, []),
        ("booking.cancelled.v1", {"by": "guest", "reason": None}, [("cancelled", "sent", None)]),
    ],
)
@pytest.mark.parametrize("promise_first", [True, False])
async def test_a_promise_is_dropped_when_the_booking_has_gone_on(
    world: World, event: str, more: dict[str, Any], told: list[Any], promise_first: bool
) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    state = event.split(".")[1]
    gone_on = about(booking | {"version": 5, "state": state}, **more)
    happenings = [("policy.hold_decided.v1", held(booking, now + 15 * MINUTE)), (event, gone_on)]
    for heard, data in happenings if promise_first else reversed(happenings):
        await world.hear(heard, data)
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert sorted(await world.messages(), key=str) == sorted([("held", "dropped", "cancelled"), *told], key=str)


async def test_a_promise_about_the_old_time_is_dropped_when_the_time_has_changed(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    later = a_booking(now=now, starts_in=timedelta(hours=5), version=4)
    previous = {
        "previous_starts_at": booking["starts_at"],
        "previous_ends_at": booking["ends_at"],
        "previous_party": 2,
        "changed": ["starts_at"],
    }
    await world.hear("booking.changed.v1", about(later, **previous))
    await world.hear("policy.hold_decided.v1", held(booking, now + 15 * MINUTE))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert await world.messages() == [("changed", "sent", None), ("held", "dropped", "cancelled")]


async def test_a_confirmation_that_did_not_leave_is_replaced_by_the_change(world: World, mailbox: Mailbox) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    later = a_booking(now=now, starts_in=timedelta(hours=5), version=2, party=4)
    await world.hear("booking.confirmed.v1", confirmed(booking))
    previous = {"previous_starts_at": booking["starts_at"], "previous_ends_at": booking["ends_at"], "previous_party": 2}
    await world.hear("booking.changed.v1", about(later, changed=["party"], **previous))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert await world.messages() == [("confirmed", "dropped", "cancelled"), ("changed", "sent", None)]
    mail = mailbox.messages(EMAIL)[0]
    assert "4 guests" in mail.text
    assert "SEQUENCE:2" in mail.attachments[0].text


async def test_staff_keeping_a_place_is_told_once_with_the_hold_that_follows(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    until = now + 30 * MINUTE
    await world.hear("guest.contact_set.v1", contact())
    answer = {"decision_id": "dec_1", "reason": "called us", "answered_by": "mia", "answered_at": now.isoformat()}
    keep = about(booking, action="keep", until=until.isoformat(), **answer)
    await world.hear("policy.staff_answered.v1", keep)
    await world.hear("policy.hold_decided.v1", held(booking, until))
    await world.hear("policy.staff_answered.v1", about(booking, action="release", until=None, **answer))
    await world.send_all()
    assert await world.messages() == [("staff_answered", "sent", None)]


async def test_released_is_news_for_two_hours_and_not_when_the_guest_came_back(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now, starts_in=-15 * MINUTE, state="released", version=3)
    await world.hear("booking.released.v1", released(booking, now - timedelta(hours=2)))
    await world.hear("booking.released.v1", released(booking, now))
    await world.hear("booking.reopened.v1", about(booking | {"state": "arrived", "version": 4}))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert [reason for _, _, reason in await world.messages()] == ["cancelled", "cancelled"]
    await world.hear("booking.released.v1", released(booking, now - timedelta(hours=2)))
    await world.send_all()
    assert (await world.messages())[-1] == ("released", "dropped", "moment_passed")


async def test_an_offer_is_told_until_it_expires_and_its_end_only_if_it_was_told(
    world: World, mailbox: Mailbox
) -> None:
    now = await world.now()
    entry = an_entry()
    await world.hear("waitlist.offered.v1", offer(entry, now=now))
    await world.advance(minutes=11)
    await world.hear("waitlist.offer_expired.v1", offer(entry | {"state": "waiting"}, now=now))
    await world.hear("guest.contact_set.v1", contact(language="ru"))
    await world.send_all()
    assert [reason for _, _, reason in await world.messages()] == ["cancelled", "cancelled"]

    now = await world.now()
    second = offer(entry, now=now)
    second["offer"] = second["offer"] | {"id": "ofr_2"}
    await world.hear("waitlist.offered.v1", second)
    await world.send_all()
    await world.advance(minutes=11)
    await world.hear("waitlist.offer_expired.v1", second | {"entry": entry | {"state": "waiting"}})
    await world.send_all()
    offered, expired = mailbox.messages(EMAIL)
    assert "https://book.example.org/g/" in offered.text
    assert "через 9 минут" in offered.text
    assert "по-прежнему в листе ожидания" in expired.text


@pytest.mark.parametrize("event", ["offer_accepted", "offer_declined", "offer_withdrawn", "left"])
async def test_a_settled_offer_that_was_not_sent_is_dropped(world: World, event: str) -> None:
    now = await world.now()
    await world.hear("waitlist.offered.v1", offer(an_entry(), now=now))
    await world.hear(f"waitlist.{event}.v1", offer(an_entry(state="left"), now=now))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert await world.messages() == [("offered", "dropped", "cancelled")]
