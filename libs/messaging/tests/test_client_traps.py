"""What the Kafka client does at its worst: stray cancellations, acknowledgements that never come, a wedged consumer."""

import asyncio
from typing import Any

import pytest
from messaging.broker import BrokerAway, OutgoingRecord, PublisherBroken
from messaging.consumer import Consumer
from messaging.database import Database
from messaging.kafka import KafkaPublisher, abandon, in_time
from messaging.metrics import Counters
from messaging.reactions import Reaction
from messaging.transaction import Transaction
from prometheus_client import CollectorRegistry
from said_things import THINGS, HandedRecords, HeardThing, ThingSaid, a_record, effects, note_effect

A_RECORD = OutgoingRecord(topic="things", key=b"k", value=b"{}", headers=[])


class SilentProducer:
    """Accepts records, and never hears an acknowledgement."""

    async def send(self, *_: Any, **__: Any) -> asyncio.Future[None]:
        return asyncio.get_running_loop().create_future()


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def test_a_stray_cancellation_out_of_the_clients_stop_is_swallowed() -> None:
    async def stop() -> None:
        raise asyncio.CancelledError

    await abandon(stop())


async def test_a_cancellation_that_was_meant_is_not_swallowed() -> None:
    stopping = asyncio.create_task(abandon(asyncio.sleep(60)))
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping


async def test_a_call_that_the_broker_never_answers_ends_at_its_deadline() -> None:
    with pytest.raises(BrokerAway, match="asking nobody"):
        await in_time(asyncio.Event().wait(), 0.01, "asking nobody")


async def test_a_publisher_whose_broker_answers_but_does_not_acknowledge_is_given_up() -> None:
    publisher = KafkaPublisher(SilentProducer(), "", _yes, wedged_seconds=0.01)
    with pytest.raises(PublisherBroken):
        await publisher.publish([A_RECORD])


async def test_a_publisher_whose_broker_is_away_waits_with_its_records() -> None:
    publisher = KafkaPublisher(SilentProducer(), "", _no, wedged_seconds=0.01)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(publisher.publish([A_RECORD]), 0.2)


class WedgedAtFirst(HandedRecords):
    """Its first subscription shows a lag and hands out nothing; the second one works."""

    def __init__(self, *records: Any) -> None:
        super().__init__(records)
        self.subscriptions = 0

    async def open_subscription(self, group: str, topics: Any) -> "WedgedAtFirst":
        self.subscriptions += 1
        return self

    async def poll(self, *, wait_seconds: float) -> list[Any]:
        return [] if self.subscriptions < 2 else await super().poll(wait_seconds=wait_seconds)


async def test_a_consumer_that_has_wedged_is_replaced_in_the_same_process(database: Database) -> None:
    broker = WedgedAtFirst(a_record(1))
    consumer: Consumer[Transaction] = Consumer(
        database=database,
        broker=broker,
        group="hearer",
        reactions=[Reaction(topic=THINGS.name, type=ThingSaid.type, model=HeardThing, react=note_effect)],
        open_work=lambda transaction: transaction,
        counters=Counters.create(CollectorRegistry()),
        watchdog_seconds=0,
    )
    await consumer.run_once()
    assert await effects(database) == []
    await consumer.run_once()
    assert await effects(database) == [1]
    assert broker.subscriptions == 2
