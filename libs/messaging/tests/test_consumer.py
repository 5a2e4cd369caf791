"""Each event exactly once in effect, whatever the broker delivers."""

from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from messaging.broker import Partition
from messaging.consumer import Consumer
from messaging.database import Database
from messaging.heard import Heard
from messaging.inbox import SequenceGuard
from messaging.transaction import Transaction
from said_things import HandedRecords, a_consumer, a_record, effects, note_effect, scalar
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError


async def test_every_record_delivered_three_times_takes_effect_once(database: Database) -> None:
    records = [a_record(n) for n in range(1, 6)]
    broker = HandedRecords(records * 3)
    consumer = a_consumer(database, broker)
    await consumer.run_once()
    broker.records = records
    await consumer.run_once()
    assert await effects(database) == [1, 2, 3, 4, 5]


async def test_a_late_duplicate_with_another_id_is_stopped_by_its_number(database: Database) -> None:
    broker = HandedRecords([a_record(1), a_record(2), a_record(1, event_id="evt_again")])
    await a_consumer(database, broker).run_once()
    assert await effects(database) == [1, 2]


async def test_the_numbers_of_one_tenant_do_not_stop_another_with_the_same_subject(database: Database) -> None:
    broker = HandedRecords([a_record(5), a_record(1, event_id="evt_other", ce_tenant="tnt_2")])
    await a_consumer(database, broker).run_once()
    assert await scalar(database, "SELECT count(*) FROM effect") == 2


async def test_without_the_sequence_guard_the_late_duplicate_would_take_effect(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SequenceGuard, "admits", lambda self, envelope: True)
    broker = HandedRecords([a_record(1), a_record(2), a_record(1, event_id="evt_again")])
    await a_consumer(database, broker).run_once()
    assert sorted(await effects(database)) == [1, 1, 2], "the twin must fail without the protection"


async def test_a_hole_in_the_numbering_is_applied_and_counted(database: Database) -> None:
    broker = HandedRecords([a_record(1), a_record(4)])
    consumer = a_consumer(database, broker)
    await consumer.run_once()
    assert await effects(database) == [1, 4]
    assert consumer._counters.sequence_gaps._value.get() == 1  # type: ignore[attr-defined]


async def test_offsets_are_committed_after_the_effect_and_explicitly(database: Database) -> None:
    broker = HandedRecords([a_record(7, sequence=1)])
    await a_consumer(database, broker).run_once()
    assert broker.committed == {Partition("things", 0): 8}


async def test_an_unreadable_record_goes_to_the_dead_letters_and_the_rest_goes_on(database: Database) -> None:
    bad = replace(a_record(2), value=b"\xff not json")
    no_envelope = replace(a_record(3), headers={})
    wrong_data = replace(a_record(4), value=b'{"n": "many"}')
    broker = HandedRecords([a_record(1), bad, no_envelope, wrong_data, a_record(5)])
    await a_consumer(database, broker).run_once()
    assert await effects(database) == [1, 5]
    async with database.engine.connect() as connection:
        letters = (await connection.execute(text("SELECT * FROM outbox ORDER BY position"))).mappings().all()
    assert [letter["topic"] for letter in letters] == ["things.dlq"] * 3
    assert [letter["extra_headers"]["dlq_offset"] for letter in letters] == ["2", "3", "4"]
    assert letters[0]["value"] == b"\xff not json"
    assert "n:" in letters[2]["extra_headers"]["dlq_detail"]


async def test_a_reaction_that_fails_is_tried_again_and_then_given_up(database: Database) -> None:
    tries = 0

    async def fails(heard: Heard[Any], transaction: Transaction) -> None:
        nonlocal tries
        if heard.data.n == 2:
            tries += 1
            raise RuntimeError("a bug of ours")
        await note_effect(heard, transaction)

    broker = HandedRecords([a_record(1), a_record(2), a_record(3)])
    await a_consumer(database, broker, fails).run_once()
    assert await effects(database) == [1, 3]
    assert tries == 5, "once with the batch, then four times alone"
    assert await scalar(database, "SELECT extra_headers->>'dlq_attempts' FROM outbox") == "4"


async def test_a_reaction_that_recovers_loses_nothing(database: Database) -> None:
    failures = [RuntimeError("once"), RuntimeError("twice")]

    async def recovers(heard: Heard[Any], transaction: Transaction) -> None:
        await note_effect(heard, transaction)
        if failures:
            raise failures.pop()

    await a_consumer(database, HandedRecords([a_record(1)]), recovers).run_once()
    assert await effects(database) == [1]


async def test_nothing_is_given_up_while_the_database_is_away(database: Database) -> None:
    consumer: Consumer[Transaction] = a_consumer(database, HandedRecords([a_record(1)]))
    name = database.url.rsplit("/", 1)[1]
    admin = await asyncpg.connect(database.url.rsplit("/", 1)[0] + "/postgres")
    await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    with pytest.raises((SQLAlchemyError, asyncpg.PostgresError, OSError)):
        await consumer.run_once()
    await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await admin.close()
    await consumer.run_once()
    assert await effects(database) == [1]
    assert await scalar(database, "SELECT count(*) FROM outbox") == 0
