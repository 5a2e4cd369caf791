"""Steps of the tests about handing over."""

from datetime import timedelta

from notify.commands.take_message import TakenMessage, take_message

from .events_heard import a_booking, contact, held
from .world import World

LATER = timedelta(seconds=60)


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
        taken = await take_message(world.notify.open_work(transaction), lease=LATER)
    assert isinstance(taken, TakenMessage)
    return taken
