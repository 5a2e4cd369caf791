"""One active relay: in order, at least once, taken over when its owner goes."""

import pytest
from messaging.broker import PublisherBroken
from messaging.database import Database
from messaging.relay import Relay
from said_things import HandedRecords, ThingSaid, scalar
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError


async def _say(database: Database, *numbers: int) -> None:
    for n in numbers:
        async with database.transaction() as transaction:
            transaction.publish(ThingSaid(thing_id="thg_1", n=n), tenant="tnt_1")


async def test_sent_rows_stay_as_the_log_and_are_not_sent_again(database: Database) -> None:
    await _say(database, 1, 2)
    broker = HandedRecords()
    relay = Relay(database, broker)
    assert await relay.run_once()
    assert not await relay.run_once()
    assert len(broker.published) == 2
    assert await scalar(database, "SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL") == 2
    await relay.close()


async def test_a_second_relay_stands_by_until_the_first_lets_go(database: Database) -> None:
    first, second, broker = Relay(database, HandedRecords()), Relay(database, HandedRecords()), HandedRecords()
    assert not await first.run_once()
    await _say(database, 1)
    assert not await second.run_once(), "a stand-by must not send while the first holds the lock"
    await first.close()
    taken_over = Relay(database, broker)
    assert await taken_over.run_once()
    assert len(broker.published) == 1
    await taken_over.close()


async def test_a_relay_that_lost_its_connection_has_lost_its_lock_and_takes_it_again(database: Database) -> None:
    broker = HandedRecords()
    relay = Relay(database, broker)
    await relay.run_once()
    await _say(database, 1)
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises((SQLAlchemyError, OSError)):
        await relay.run_once()
    assert await relay.run_once()
    assert len(broker.published) == 1
    await relay.close()


async def test_a_broken_publisher_is_replaced_and_the_same_rows_are_sent_in_the_same_order(database: Database) -> None:
    await _say(database, 1, 2, 3)
    broker = HandedRecords(broken_publishers=1)
    relay = Relay(database, broker)
    with pytest.raises(PublisherBroken):
        await relay.run_once()
    assert await relay.run_once()
    assert [dict(record.headers)["ce_sequence"] for record in broker.published] == [b"1", b"2", b"3"]
    assert broker.publishers_opened == 2
    await relay.close()


async def test_the_feed_is_numbered_in_the_order_of_sending(database: Database) -> None:
    relay = Relay(database, HandedRecords())
    for n in range(5):
        await _say(database, n)
        await relay.run_once()
    assert await scalar(database, "SELECT count(DISTINCT feed_position) FROM outbox") == 5
    assert await scalar(
        database,
        "SELECT bool_and(position = n) FROM"
        " (SELECT position, row_number() OVER (ORDER BY feed_position) AS n FROM outbox) AS o",
    )
    await relay.close()
