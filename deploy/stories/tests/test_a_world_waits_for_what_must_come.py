"""The world against real PostgreSQL and real Kafka, with no service behind it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from messaging.database import Database
from messaging.event import PublishedEvent
from notify.wiring import DESCRIPTION as NOTIFY
from stories.databases import Databases
from stories.groups import Groups
from stories.patience import Patience, StillWaiting
from stories.settling import NotSettled, Settling
from stories.topics import TOPICS, TopicReader
from stories.urls import SERVICES


class Happened(PublishedEvent, type="thing.happened.v1", topic="booking.events", subject="thing_id"):
    thing_id: str


@pytest.fixture
async def databases(database_url: object) -> AsyncIterator[Databases]:
    assert callable(database_url)
    urls = {service: database_url(NOTIFY) for service in SERVICES}
    for url in urls.values():
        database = Database(url, source="test")
        await database.set_clock_adjustable(True)
        await database.close()
    found = Databases(urls, Patience(10))
    yield found
    await found.close()


@pytest.fixture
async def settling(databases: Databases, kafka_bootstrap: str, topic_prefix: str) -> AsyncIterator[Settling]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic_prefix + name, 2, 1) for name in TOPICS])
    await admin.close()
    reader, groups = TopicReader(kafka_bootstrap, topic_prefix, TOPICS), Groups(kafka_bootstrap, topic_prefix)
    await reader.start()
    yield Settling(databases, reader, groups, Patience(10))
    await reader.stop()
    await groups.close()


async def write(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


async def test_a_quiet_system_is_settled(settling: Settling) -> None:
    await settling.settle()


async def test_an_unsent_event_is_named(settling: Settling) -> None:
    settling.patience = Patience(0.3)
    database = Database(settling.databases.urls["booking"], source="booking")
    async with database.transaction() as transaction:
        transaction.publish(Happened(thing_id="thg_1"), tenant="t")
    await database.close()
    with pytest.raises(NotSettled, match="booking has 1 unsent events"):
        await settling.settle()


async def test_an_event_that_nobody_heard_is_named_with_what_is_missing(
    settling: Settling, kafka_bootstrap: str, topic_prefix: str
) -> None:
    settling.patience = Patience(3)
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    await producer.start()
    headers = [("ce_id", b"evt_7"), ("ce_type", b"booking.late_declared.v1"), ("ce_subject", b"bkg_7")]
    await producer.send_and_wait(
        topic_prefix + "booking.events", json.dumps({"a": 1}).encode(), key=b"bkg_7", headers=headers
    )
    await producer.stop()
    with pytest.raises(
        NotSettled, match=r"missing event policy\.hold_decided\.v1: policy has not heard .* evt_7 of bkg_7"
    ):
        await settling.settle()


async def test_a_due_timer_that_did_not_fire_is_named(settling: Settling) -> None:
    settling.patience = Patience(0.3)
    await write(
        settling.databases.urls["policy"],
        "INSERT INTO timer (kind, key, tenant, fire_at) VALUES ('hold_deadline', 'bkg_1', 't', clock_now())",
    )
    with pytest.raises(
        NotSettled, match=r"missing event policy\.release_decided\.v1: policy has not fired .* of bkg_1"
    ):
        await settling.settle()


async def test_advancing_stops_at_every_due_instant_of_every_database(settling: Settling) -> None:
    databases = settling.databases
    begun = await databases.now()
    for minutes, service in ((10, "booking"), (20, "policy")):
        await write(
            databases.urls[service],
            f"INSERT INTO timer (kind, key, tenant, fire_at)"
            f" VALUES ('k', 'x', 't', clock_now() + interval '{minutes} minutes')",
        )
    seen: list[timedelta] = []

    async def fire() -> None:
        while len(seen) < 2:
            for service in ("booking", "policy"):
                gone = await databases.rows(service, "DELETE FROM timer WHERE fire_at <= clock_now() RETURNING 1")
                now = await databases.value(service, "SELECT clock_now()")
                seen.extend([now - begun] * len(gone))

    firing = asyncio.create_task(fire())
    other = Settling(Databases(databases.urls, Patience(10)), settling.reader, settling.groups, Patience(10))
    await other.advance(timedelta(minutes=30))
    await firing
    await other.databases.close()
    assert [round(passed / timedelta(minutes=1)) for passed in seen] == [10, 20]
    assert timedelta(minutes=30) <= await databases.now() - begun < timedelta(minutes=31)


async def test_all_clocks_move_together_and_stepping_twice_changes_nothing(databases: Databases) -> None:
    target = await databases.now() + timedelta(hours=2)
    await databases.step_to(target)
    await databases.step_to(target)
    for service in SERVICES:
        passed = await databases.value(service, "SELECT clock_now() - $1::timestamptz", target)
        assert timedelta(0) <= passed < timedelta(seconds=5)


async def test_a_database_that_is_away_is_waited_for_and_then_named(tmp_path: Path) -> None:
    gone = Databases({"booking": f"postgresql://nobody@127.0.0.1:1/{tmp_path.name}"}, Patience(0.2))
    with pytest.raises(StillWaiting, match="the database of booking does not answer"):
        await gone.now()
