"""Kafka absent, killed, frozen and back: nothing lost, nothing twice, nobody restarted."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from local_stack.kafka import Kafka, start_kafka
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import Reaction
from messaging.settings import DeliverySettings
from messaging.transaction import Transaction
from said_things import THINGS, HeardThing, ThingSaid, effects, note_effect, until

pytestmark = pytest.mark.xdist_group("kafka_outages")


@pytest.fixture
async def own_kafka(tmp_path: Path) -> AsyncIterator[Kafka]:
    """A broker of this test's own, to be hurt."""
    kafka = await asyncio.to_thread(start_kafka, tmp_path / "kafka")
    yield kafka
    kafka.thaw()
    await asyncio.to_thread(kafka.stop)


def a_delivery(database: Database, bootstrap: str, prefix: str = "") -> Delivery[Transaction]:
    return Delivery(
        database=database,
        settings=DeliverySettings(kafka_bootstrap=bootstrap, topic_prefix=prefix),
        group="hearer",
        topics=[THINGS],
        reactions=[Reaction(topic=THINGS.name, type=ThingSaid.type, model=HeardThing, react=note_effect)],
        timers=[],
        open_work=lambda transaction: transaction,
    )


async def _say(database: Database, numbers: range) -> None:
    for n in numbers:
        async with database.transaction() as transaction:
            transaction.publish(ThingSaid(thing_id=f"thg_{n % 5}", n=n), tenant="tnt_1")


async def _heard(database: Database, count: int, *, seconds: float = 40) -> None:
    async def enough() -> bool:
        return len(await effects(database)) >= count

    await until(enough, seconds=seconds)
    assert sorted(await effects(database)) == list(range(count))


async def test_what_was_said_while_kafka_was_killed_arrives_once_when_it_is_back(
    database: Database, own_kafka: Kafka
) -> None:
    delivery = a_delivery(database, own_kafka.bootstrap)
    await delivery.start()
    await _say(database, range(50))
    await _heard(database, 50)
    own_kafka.kill()
    await _say(database, range(50, 100))
    assert len(await effects(database)) == 50
    await asyncio.to_thread(own_kafka.start)
    await _heard(database, 100)
    await delivery.stop()


async def test_a_frozen_broker_holds_nothing_up_for_ever(database: Database, own_kafka: Kafka) -> None:
    delivery = a_delivery(database, own_kafka.bootstrap)
    await delivery.start()
    await _say(database, range(10))
    await _heard(database, 10)
    own_kafka.freeze()
    await _say(database, range(10, 20))
    assert not await delivery.consumer.has_read_all(), "what cannot be known must not count as read"
    own_kafka.thaw()
    await _heard(database, 20)
    own_kafka.freeze()
    await _say(database, range(20, 30))
    started = time.monotonic()
    await delivery.stop()
    assert time.monotonic() - started < 15, "a stop must end although the broker never answers"
    own_kafka.thaw()
    again = a_delivery(database, own_kafka.bootstrap)
    await again.start()
    await _heard(database, 30)
    await again.stop()


async def test_kafka_absent_at_the_start_is_waited_for(database: Database, own_kafka: Kafka) -> None:
    await asyncio.to_thread(own_kafka.stop)
    delivery = a_delivery(database, own_kafka.bootstrap)
    await delivery.start()
    await _say(database, range(20))
    assert not await delivery.broker_answers()
    await asyncio.to_thread(own_kafka.start)
    await _heard(database, 20)
    await delivery.stop()


async def test_two_replicas_share_the_work_and_each_event_takes_effect_once(
    database: Database, kafka_bootstrap: str, topic_prefix: str
) -> None:
    replicas = [a_delivery(database, kafka_bootstrap, topic_prefix) for _ in range(2)]
    for replica in replicas:
        await replica.start()
    await _say(database, range(100))
    await _heard(database, 100)
    await replicas[0].stop()
    await _say(database, range(100, 150))
    await _heard(database, 150)
    await replicas[1].stop()
