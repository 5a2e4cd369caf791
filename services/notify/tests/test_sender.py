"""Handing over: a real SMTP server that accepts, refuses, hangs up and says nothing."""

import asyncio
from datetime import timedelta

import pytest
from local_stack.mail_answers import Moment
from local_stack.mailbox import Mailbox

from .events_heard import EMAIL, a_booking, contact, held
from .sending import try_again_now, write_a_promise
from .world import World


@pytest.mark.parametrize("moment", [Moment.RECIPIENT, Moment.DATA])
async def test_turned_away_for_now_is_tried_again(world: World, mailbox: Mailbox, moment: Moment) -> None:
    mailbox.answer(EMAIL, 451, moment=moment, times=2)
    await write_a_promise(world)
    await world.send_all()
    assert (await world.messages())[0][:2] == ("held", "temporary_failure")
    await try_again_now(world)
    await try_again_now(world)
    assert await world.messages() == [("held", "sent", None)]
    assert len(mailbox.messages(EMAIL)) == 1
    attempts = await world.rows("SELECT outcome, code FROM delivery_attempt ORDER BY number")
    assert [(row["outcome"], row["code"]) for row in attempts] == [
        ("temporary", 451),
        ("temporary", 451),
        ("accepted", 250),
    ]
    assert await world.told_the_world() == ["message.sent.v1"]


@pytest.mark.parametrize("moment", [Moment.RECIPIENT, Moment.DATA])
async def test_refused_for_good_is_not_tried_again(world: World, mailbox: Mailbox, moment: Moment) -> None:
    mailbox.answer(EMAIL, 550, text=f"<{EMAIL}> unknown", moment=moment, times=1)
    await write_a_promise(world)
    await world.send_all()
    await try_again_now(world)
    ((kind, status, reason),) = await world.messages()
    assert (kind, status, reason) == ("held", "permanent_failure", "550 <<address>> unknown")
    assert await world.told_the_world() == ["message.failed.v1"]
    assert mailbox.messages(EMAIL) == []


async def test_a_refused_message_does_not_cost_the_next_one_its_line(world: World, mailbox: Mailbox) -> None:
    mailbox.answer(EMAIL, 550, times=1)
    await write_a_promise(world)
    now = await world.now()
    other = a_booking(now=now, id="bkg_2", guest_id="gst_2")
    await world.hear("guest.contact_set.v1", contact(guest_id="gst_2", email="ben@example.org"))
    await world.hear("policy.hold_decided.v1", held(other, now + timedelta(minutes=15)))
    await world.send_all()
    assert [status for _, status, _ in await world.messages()] == ["permanent_failure", "sent"]


async def test_a_mail_server_that_is_away_is_waited_for_while_it_is_news(world: World, mailbox: Mailbox) -> None:
    mailbox.stop()
    await write_a_promise(world)
    await world.send_all()
    ((_, status, reason),) = await world.messages()
    assert status == "temporary_failure"
    assert "SMTPConnectError" in str(reason)
    await world.advance(minutes=15)
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "moment_passed")]
    assert "1 attempts" in (await world.rows("SELECT detail FROM message"))[0]["detail"]


async def test_a_mail_server_that_says_nothing_holds_up_nobody_for_ever(world: World, mailbox: Mailbox) -> None:
    async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()
        writer.close()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    changes = {"smtp_url": f"smtp://127.0.0.1:{port}", "mail_timeout_seconds": 0.3}
    silent = World(world.settings.model_copy(update=changes))
    await write_a_promise(silent)
    async with asyncio.timeout(5):
        await silent.send_all()
    assert (await world.messages())[0][1] == "temporary_failure"
    await silent.close()
    server.close()
