"""Timers: never early, exactly once, oldest first; a poison one hurts only itself."""

import asyncio
from datetime import timedelta

import pytest
from messaging.database import Database
from messaging.metrics import Counters
from messaging.reactions import DueTimer, TimerReaction
from messaging.timekeeper import Timekeeper
from messaging.transaction import Transaction
from prometheus_client import CollectorRegistry
from said_things import scalar
from sqlalchemy import text


async def _note(timer: DueTimer, transaction: Transaction) -> None:
    await transaction.session.execute(text("INSERT INTO effect (event_id, n) VALUES (:key, 1)"), {"key": timer.key})


async def _break(timer: DueTimer, transaction: Transaction) -> None:
    await _note(timer, transaction)
    raise RuntimeError("poison")


async def _again(timer: DueTimer, transaction: Transaction) -> None:
    await _note(timer, transaction)
    transaction.set_timer("again", timer.key, tenant=timer.tenant, fire_at=transaction.now + timedelta(hours=1))


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


def a_timekeeper(database: Database, *, may_fire: object = _yes) -> Timekeeper[Transaction]:
    return Timekeeper(
        database=database,
        reactions=[
            TimerReaction(kind="note", react=_note),
            TimerReaction(kind="break", react=_break),
            TimerReaction(kind="again", react=_again),
        ],
        open_work=lambda transaction: transaction,
        counters=Counters.create(CollectorRegistry()),
        may_fire=may_fire,  # type: ignore[arg-type]
    )


async def _set(database: Database, kind: str, *keys: str, minutes: float = 0) -> None:
    async with database.transaction() as transaction:
        for key in keys:
            transaction.set_timer(
                kind, key, tenant="tnt_1", fire_at=transaction.now + timedelta(minutes=minutes), payload={"a": 1}
            )


async def _drain(timekeeper: Timekeeper[Transaction]) -> None:
    while await timekeeper.run_once():
        pass


async def test_a_timer_fires_when_due_and_not_before(database: Database) -> None:
    await database.set_clock_adjustable(True)
    await _set(database, "note", "a", minutes=15)
    timekeeper = a_timekeeper(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT advance_clock(interval '14 minutes 59 seconds')"))
    assert not await timekeeper.run_once()
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT advance_clock(interval '1 second')"))
    assert await timekeeper.run_once()
    assert await scalar(database, "SELECT count(*) FROM effect") == 1


async def test_four_pollers_fire_a_thousand_timers_exactly_once(database: Database) -> None:
    await _set(database, "note", *(str(n) for n in range(1000)))
    await asyncio.gather(*(_drain(a_timekeeper(database)) for _ in range(4)))
    assert await scalar(database, "SELECT count(*) FROM effect") == 1000
    assert await scalar(database, "SELECT count(DISTINCT event_id) FROM effect") == 1000
    assert await scalar(database, "SELECT count(*) FROM timer") == 0


async def test_a_poison_timer_backs_off_with_no_effect_and_blocks_nobody(database: Database) -> None:
    await _set(database, "break", "bad")
    await _set(database, "note", "a", "b")
    timekeeper = a_timekeeper(database)
    await _drain(timekeeper)
    assert await scalar(database, "SELECT string_agg(event_id, ',' ORDER BY event_id) FROM effect") == "a,b"
    assert await scalar(database, "SELECT attempts FROM timer WHERE key = 'bad'") == 1
    assert "poison" in await scalar(database, "SELECT error FROM timer WHERE key = 'bad'")


async def test_a_timer_that_keeps_failing_ends_among_the_dead_ones(database: Database) -> None:
    await _set(database, "break", "bad")
    timekeeper = a_timekeeper(database)
    for _ in range(8):
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE timer SET next_try_at = NULL"))
        await timekeeper.run_once()
    assert await scalar(database, "SELECT dead_at IS NOT NULL FROM timer WHERE key = 'bad'")
    assert not await timekeeper.run_once()


async def test_a_reaction_may_set_its_own_timer_anew(database: Database) -> None:
    await _set(database, "again", "a")
    await _drain(a_timekeeper(database))
    assert await scalar(database, "SELECT count(*) FROM effect") == 1
    assert await scalar(database, "SELECT fire_at > clock_now() FROM timer WHERE key = 'a'")


async def test_a_cancelled_timer_never_fires_and_a_replaced_one_fires_once(database: Database) -> None:
    await _set(database, "note", "gone", "moved")
    async with database.transaction() as transaction:
        transaction.cancel_timer("note", "gone")
    await _set(database, "note", "moved")
    await _drain(a_timekeeper(database))
    assert await scalar(database, "SELECT string_agg(event_id, ',') FROM effect") == "moved"


async def test_cancelling_a_timer_that_is_firing_waits_for_nobody(database: Database) -> None:
    await _set(database, "note", "a")
    async with database.transaction() as firing:
        await firing.session.execute(text("DELETE FROM timer WHERE key = 'a'"))
        async with asyncio.timeout(2), database.transaction() as transaction:
            transaction.cancel_timer("note", "a")


async def test_timers_wait_while_the_topics_have_not_been_read(database: Database) -> None:
    await _set(database, "note", "a")
    assert not await a_timekeeper(database, may_fire=_no).run_once()
    assert await a_timekeeper(database).run_once()


async def test_the_clock_moves_only_where_it_is_allowed(database: Database) -> None:
    with pytest.raises(Exception, match="CLOCK_ADJUSTABLE"):
        async with database.engine.begin() as connection:
            await connection.execute(text("SELECT advance_clock(interval '1 minute')"))
    await database.set_clock_adjustable(True)
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT advance_clock(interval '1 hour')"))
    await database.set_clock_adjustable(False)
    assert await scalar(database, "SELECT abs(extract(epoch FROM clock_now() - clock_timestamp())) < 1")
