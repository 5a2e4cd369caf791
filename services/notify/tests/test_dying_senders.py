"""Workers that die, lose their lease, or are told to stop; and many at once."""

import asyncio
from datetime import timedelta

from local_stack.mail_answers import Moment
from local_stack.mailbox import Mailbox
from notify.adapters.smtp.answers import Verdict, accepted
from notify.commands.record_delivery import record_delivery
from notify.domain.kinds import Status

from .events_heard import EMAIL, a_booking, about, contact, held
from .sending import LATER, lose_the_lease, take, try_again_now, write_a_promise
from .world import World


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
            recorded = await record_delivery(slow.message, answer, work, retry_in=LATER)
        assert recorded.status is status


async def test_what_is_overtaken_while_it_is_sent_is_not_tried_again(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    taken = await take(world)
    arrived = a_booking(now=await world.now(), version=5, state="arrived")
    await world.hear("booking.arrived.v1", about(arrived))
    assert (await world.messages())[0][1] == "sending"
    answer = type(accepted(""))(verdict=Verdict.TEMPORARY, code=451, reply="451", connection_usable=True)
    async with world.database.transaction() as transaction:
        await record_delivery(taken.message, answer, world.notify.open_work(transaction), retry_in=LATER)
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
