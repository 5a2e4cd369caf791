"""Handing over: a real SMTP server that accepts, refuses, hangs up and dies."""

import asyncio
import base64
from datetime import timedelta

import pytest
from local_stack.mail_answers import Moment
from local_stack.mailbox import Mailbox
from notify.adapters.smtp.answers import Verdict, accepted
from notify.commands.record_delivery import record_delivery
from notify.commands.take_message import TakenMessage, take_message
from notify.domain.kinds import Status

from .events_heard import EMAIL, GUEST, a_booking, about, contact, held
from .world import World

_LATER = timedelta(seconds=60)


async def write_a_promise(world: World, *, minutes: int = 15) -> None:
    now = await world.now()
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now), now + timedelta(minutes=minutes)))


async def try_again_now(world: World) -> None:
    await world.execute("UPDATE message SET retry_at = clock_timestamp() - interval '1 second'")
    await world.send_all()


async def lose_the_lease(world: World) -> None:
    await world.execute("UPDATE message SET lease_until = clock_timestamp() - interval '1 second'")


async def take(world: World) -> TakenMessage:
    async with world.database.transaction() as transaction:
        taken = await take_message(world.notify.open_work(transaction), lease=_LATER)
    assert isinstance(taken, TakenMessage)
    return taken


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


async def test_a_crash_between_the_250_and_the_commit_repeats_the_same_message_id(
    world: World, mailbox: Mailbox
) -> None:
    await write_a_promise(world)
    taken = await take(world)
    await world.notify.mailroom.loops[0].lane._line.send(taken.sender, taken.recipient, taken.mail)
    # here the worker died
    await world.send_all()
    assert len(mailbox.messages(EMAIL)) == 1
    await lose_the_lease(world)
    await world.send_all()
    first, second = mailbox.messages(EMAIL)
    assert first.message_id == second.message_id
    assert await world.messages() == [("held", "sent", None)]


async def test_a_lost_250_repeats_the_same_message_id(world: World, mailbox: Mailbox) -> None:
    mailbox.answer(EMAIL, 250, moment=Moment.AFTER_ACCEPTING, times=1)
    await write_a_promise(world)
    await world.send_all()
    await try_again_now(world)
    assert len({mail.message_id for mail in mailbox.messages(EMAIL)}) == 1
    assert await world.messages() == [("held", "sent", None)]


async def test_a_dead_workers_message_is_not_sent_after_its_moment(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    await take(world)
    await lose_the_lease(world)
    await world.advance(minutes=15)
    await world.send_all()
    assert await world.messages() == [("held", "dropped", "moment_passed")]
    assert mailbox.messages(EMAIL) == []


async def test_the_answer_to_a_worker_that_lost_its_lease_changes_nothing_but_sent(world: World) -> None:
    await write_a_promise(world)
    slow = await take(world)
    await lose_the_lease(world)
    await take(world)
    refusal = accepted("ok")
    for verdict, status in (
        (Verdict.TEMPORARY, Status.SENDING),
        (Verdict.PERMANENT, Status.SENDING),
        (Verdict.ACCEPTED, Status.SENT),
        (Verdict.PERMANENT, Status.SENT),
    ):
        answer = type(refusal)(verdict=verdict, code=None, reply="", connection_usable=False)
        async with world.database.transaction() as transaction:
            work = world.notify.open_work(transaction)
            recorded = await record_delivery(slow.message, answer, work, retry_in=_LATER)
        assert recorded.status is status


async def test_what_is_overtaken_while_it_is_sent_is_not_tried_again(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    taken = await take(world)
    arrived = a_booking(now=await world.now(), version=5, state="arrived")
    await world.hear("booking.arrived.v1", about(arrived))
    assert (await world.messages())[0][1] == "sending"
    answer = type(accepted(""))(verdict=Verdict.TEMPORARY, code=451, reply="451", connection_usable=True)
    async with world.database.transaction() as transaction:
        await record_delivery(taken.message, answer, world.notify.open_work(transaction), retry_in=_LATER)
    assert await world.messages() == [("held", "dropped", "cancelled")]
    assert mailbox.messages(EMAIL) == []


async def test_many_lanes_send_each_message_once(world: World, mailbox: Mailbox) -> None:
    now = await world.now()
    await world.hear("guest.contact_set.v1", contact())
    for number in range(20):
        booking = a_booking(now=now, id=f"bkg_{number}")
        await world.hear("policy.hold_decided.v1", held(booking, now + timedelta(minutes=15)))
    others = [World(world.settings) for _ in range(2)]
    await asyncio.gather(*(each.send_all() for each in [world, *others]))
    assert len(mailbox.messages(EMAIL)) == 20
    assert len({mail.message_id for mail in mailbox.messages(EMAIL)}) == 20
    for each in others:
        await each.close()


async def test_a_lane_that_is_told_to_stop_finishes_the_message_it_has_begun(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    lane = asyncio.create_task(world.notify.mailroom.loops[0].run())
    await mailbox.wait_for(EMAIL, count=1, seconds=5)
    lane.cancel()
    await asyncio.wait({lane})
    assert await world.messages() == [("held", "sent", None)]
    assert len(mailbox.messages(EMAIL)) == 1


async def test_an_erased_guest_is_forgotten_and_a_replay_does_not_bring_the_contact_back(
    world: World, mailbox: Mailbox
) -> None:
    await write_a_promise(world)
    await world.send_all()
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_2"), now + timedelta(minutes=15)))
    await world.hear("guest.contact_erased.v1", {"guest_id": GUEST})
    world.start_numbering_again()
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_3"), now + timedelta(minutes=15)))
    await world.send_all()
    assert await world.messages() == [
        ("held", "sent", None),
        ("held", "dropped", "erased"),
        ("held", "dropped", "erased"),
    ]
    assert len(mailbox.messages(EMAIL)) == 1
    kept = await world.rows("SELECT sealed FROM guest_contact UNION SELECT rendered FROM message")
    assert [row["sealed"] for row in kept] == [None]


async def test_nothing_personal_lies_open_in_the_database_or_leaves_it(world: World) -> None:
    await write_a_promise(world)
    await world.send_all()
    tables = ("guest_contact", "message", "delivery_attempt", "outbox", "booking_seen")
    for table in tables:
        rows = await world.rows(f"SELECT to_jsonb(t)::text AS row FROM {table} t")
        written = " ".join(row["row"] for row in rows)
        for secret in (EMAIL, EMAIL.encode().hex(), "Anna", "/g/"):
            assert secret not in written


@pytest.mark.parametrize("broken", ["facts - 'booking'", "jsonb_set(facts, '{booking,time_zone}', '\"Mars/Olympus\"')"])
async def test_a_message_that_cannot_be_written_fails_alone(world: World, mailbox: Mailbox, broken: str) -> None:
    await write_a_promise(world)
    await world.execute(f"UPDATE message SET facts = {broken}")
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_2"), now + timedelta(minutes=15)))
    await world.send_all()
    assert [status for _, status, _ in await world.messages()] == ["permanent_failure", "sent"]
    assert len(mailbox.messages(EMAIL)) == 1


async def test_a_missing_key_puts_a_message_off_and_a_ring_with_it_sends_it(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    other_key = "k2:" + base64.urlsafe_b64encode(bytes(32)).decode()
    without = World(world.settings.model_copy(update={"contact_keys": other_key}))
    await without.send_all()
    assert (await world.messages())[0][1] == "temporary_failure"
    rotated = World(world.settings.model_copy(update={"contact_keys": f"{other_key},{world.settings.contact_keys}"}))
    await try_again_now(rotated)
    assert await world.messages() == [("held", "sent", None)]
    await without.close()
    await rotated.close()
