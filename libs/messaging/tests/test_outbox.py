"""State and facts leave together, numbered without a hole."""

import asyncio

import pytest
from messaging.database import Database
from messaging.relay import Relay
from said_things import HandedRecords, ThingSaid, scalar
from sqlalchemy import text


async def _say(database: Database, thing: str, n: int, *, fail: bool = False) -> None:
    async with database.transaction() as transaction:
        await transaction.session.execute(
            text("INSERT INTO shelf VALUES (:id, :n) ON CONFLICT (id) DO UPDATE SET n = :n"), {"id": thing, "n": n}
        )
        transaction.publish(ThingSaid(thing_id=thing, n=n), tenant="tnt_1")
        if fail:
            await transaction.flush_facts()
            raise RuntimeError("the command changes its mind after the outbox was written")


async def test_a_fact_is_written_with_the_state_that_it_is_about(database: Database) -> None:
    await _say(database, "thg_1", 1)
    assert await scalar(database, "SELECT count(*) FROM shelf") == 1
    assert await scalar(database, "SELECT count(*) FROM outbox") == 1


async def test_a_rolled_back_transaction_leaves_neither_state_nor_fact(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _say(database, "thg_1", 1, fail=True)
    assert await scalar(database, "SELECT count(*) FROM shelf") == 0
    assert await scalar(database, "SELECT count(*) FROM outbox") == 0


async def test_sixteen_writers_number_each_subject_without_hole_and_in_order(database: Database) -> None:
    async def writer(seed: int) -> None:
        for n in range(25):
            fail = (seed + n) % 7 == 0
            try:
                await _say(database, f"thg_{(seed * 25 + n) % 3}", n, fail=fail)
            except RuntimeError:
                assert fail

    await asyncio.gather(*(writer(seed) for seed in range(16)))
    holes = await scalar(
        database,
        "SELECT count(*) FROM (SELECT sequence, row_number() OVER (PARTITION BY subject ORDER BY position) AS n"
        " FROM outbox) AS o WHERE sequence <> n",
    )
    assert holes == 0
    assert await scalar(database, "SELECT count(*) FROM outbox") > 300


async def test_two_facts_of_one_subject_in_one_transaction_keep_their_order(database: Database) -> None:
    async with database.transaction() as transaction:
        for n, thing in enumerate(["thg_a", "thg_b", "thg_a"]):
            transaction.publish(ThingSaid(thing_id=thing, n=n), tenant="tnt_1")
    broker = HandedRecords()
    relay = Relay(database, broker)
    assert await relay.run_once()
    sent = [(record.key, dict(record.headers)["ce_sequence"]) for record in broker.published]
    assert sent == [(b"thg_a", b"1"), (b"thg_b", b"1"), (b"thg_a", b"2")]
    await relay.close()


async def test_a_tombstone_has_no_value_and_says_what_it_is(database: Database) -> None:
    class ThingForgotten(ThingSaid, type="thing.forgotten.v1", topic="things", subject="thing_id", tombstone=True):
        pass

    async with database.transaction() as transaction:
        transaction.publish(ThingForgotten(thing_id="thg_1", n=1), tenant="tnt_1")
    broker = HandedRecords()
    relay = Relay(database, broker)
    await relay.run_once()
    assert broker.published[0].value is None
    assert dict(broker.published[0].headers)["ce_type"] == b"thing.forgotten.v1"
    await relay.close()


async def test_subjects_of_two_tenants_are_numbered_and_forgotten_apart(database: Database) -> None:
    class ThingKept(ThingSaid, type="thing.kept.v1", topic="things", subject="thing_id", erasable=True, compacted=True):
        pass

    async with database.transaction() as transaction:
        for n, tenant in enumerate(["tnt_1", "tnt_2", "tnt_1"]):
            transaction.publish(ThingKept(thing_id="thg_a", n=n), tenant=tenant)
    async with database.transaction() as transaction:
        await transaction.forget_told("thg_a", tenant="tnt_2")
    broker = HandedRecords()
    relay = Relay(database, broker)
    assert await relay.run_once()
    sent = [(record.key, dict(record.headers)["ce_sequence"]) for record in broker.published]
    assert sent == [(b"tnt_1 thg_a", b"1"), (b"tnt_1 thg_a", b"2")]
    await relay.close()
