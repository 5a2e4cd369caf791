"""What is heard becomes at most one message a change, in whatever order it is heard."""

from datetime import timedelta

import pytest
from local_stack.mailbox import Mailbox

from .events_heard import (
    EMAIL,
    a_booking,
    confirmed,
    contact,
    held,
    terms,
)
from .world import World

MINUTE = timedelta(minutes=1)


async def test_a_change_is_told_once_however_often_it_is_heard(world: World) -> None:
    booking = a_booking(now=await world.now())
    await world.hear("guest.contact_set.v1", contact())
    event = await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.hear("booking.confirmed.v1", confirmed(booking), event_id=event)
    await world.hear("policy.terms_set.v1", terms(booking))
    await world.send_all()
    await world.hear("booking.confirmed.v1", confirmed(booking), event_id=event)
    await world.send_all()
    assert await world.messages() == [("confirmed", "sent", None)]


async def test_a_message_without_a_contact_waits_and_leaves_when_it_is_known(world: World, mailbox: Mailbox) -> None:
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now), now + 15 * MINUTE))
    await world.send_all()
    assert await world.messages() == [("held", "created", None)]
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert [mail.is_for(EMAIL) for mail in mailbox.messages()] == [True]


async def test_a_message_whose_contact_never_came_is_dropped_when_its_moment_has_passed(world: World) -> None:
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now), now + 15 * MINUTE))
    await world.advance(minutes=15)
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "moment_passed")]
    assert await world.told_the_world() == ["message.dropped.v1"]
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "moment_passed")]


async def test_a_confirmation_waits_a_minute_for_the_terms_and_they_follow(world: World, mailbox: Mailbox) -> None:
    booking = a_booking(now=await world.now(), language="ru")
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.advance(seconds=50)
    await world.send_all()
    assert mailbox.messages() == []
    await world.advance(seconds=11)
    await world.send_all()
    await world.hear("policy.terms_set.v1", terms(booking))
    await world.send_all()
    first, second = mailbox.messages(EMAIL)
    assert "15 минут" not in first.text
    assert "Столик за вами 15 минут." in second.text
    assert await world.messages() == [("confirmed", "sent", None), ("terms", "sent", None)]


async def test_terms_that_came_first_stand_in_the_confirmation(world: World, mailbox: Mailbox) -> None:
    booking = a_booking(now=await world.now())
    await world.hear("policy.terms_set.v1", terms(booking))
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.send_all()
    assert "kept for 15 minutes" in mailbox.messages(EMAIL)[0].text
    assert await world.messages() == [("confirmed", "sent", None)]


async def test_an_old_confirmation_is_not_mailed_on_a_replay(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now, starts_in=-timedelta(days=3), confirmed_at=(now - timedelta(days=5)).isoformat())
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.send_all()
    assert await world.messages() == [("confirmed", "dropped", "moment_passed")]


@pytest.mark.parametrize(("known", "reason"), [(False, "no_address"), (True, "moment_passed")])
async def test_who_walks_in_gets_nothing_and_that_is_on_record(world: World, known: bool, reason: str) -> None:
    if known:
        await world.hear("guest.contact_set.v1", contact())
    booking = a_booking(now=await world.now(), starts_in=timedelta(0), state="arrived")
    await world.hear("booking.confirmed.v1", confirmed(booking, walk_in=True))
    await world.send_all()
    assert await world.messages() == [("confirmed", "dropped", reason)]


@pytest.mark.parametrize("email", [None, "no address", "a@b.example\r\nRCPT TO:<c@d.example>"])
async def test_a_guest_without_an_address_is_not_written_to(world: World, email: str | None) -> None:
    now = await world.now()
    await world.hear("guest.contact_set.v1", contact(email=email))
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now), now + 15 * MINUTE))
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "no_address")]
