"""PostgreSQL and Kafka by themselves: killed, left behind, on a port that is taken, on data that is broken."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from local_stack.kafka import start_kafka
from local_stack.postgres import Postgres, start_postgres
from local_stack.problem import SetupError
from local_stack.temporary import require_room
from local_stack.unprivileged import remove_data


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that PostgreSQL's account can enter; pytest's own cannot be entered by others."""
    directory = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    directory.chmod(0o711)
    yield directory
    remove_data(directory / "pg")
    shutil.rmtree(directory)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        yield occupant.getsockname()[1]


async def _value(server: Postgres, query: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_what_was_committed_survives_a_kill(place: Path) -> None:
    server = await asyncio.to_thread(start_postgres, place / "pg")
    await _value(server, "CREATE TABLE kept AS SELECT 42 AS number")
    server.kill()
    await asyncio.to_thread(server.start)
    assert await _value(server, "SELECT number FROM kept") == 42
    assert await _value(server, "SHOW fsync") == "on"
    server.stop()
    assert not server.attach()


def test_a_server_that_a_dead_owner_left_behind_is_replaced(place: Path) -> None:
    first = start_postgres(place / "pg", durable=False)
    second = start_postgres(place / "pg", durable=False)
    assert not first.process.running
    second.stop()


def test_postgresql_on_a_taken_port_says_whose_wish_it_was(place: Path, taken_port: int) -> None:
    with pytest.raises(SetupError, match=f"Port {taken_port} .* asked for by PostgreSQL") as problem:
        start_postgres(place / "pg", port=taken_port)
    assert "leave the port out" in problem.value.advice


def test_broken_data_shows_the_servers_own_words(place: Path) -> None:
    start_postgres(place / "pg", durable=False).stop()
    ((place / "pg").resolve() / "PG_VERSION").write_text("9\n")
    with pytest.raises(SetupError, match="not compatible with this version"):
        start_postgres(place / "pg", durable=False)


def test_kafka_on_a_taken_port_says_whose_wish_it_was(place: Path, taken_port: int) -> None:
    with pytest.raises(SetupError, match=f"Port {taken_port} .* asked for by Kafka"):
        start_kafka(place / "kafka", port=taken_port)


async def test_what_was_acknowledged_survives_a_kill_of_kafka(place: Path) -> None:
    broker = await asyncio.to_thread(start_kafka, place / "kafka")
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic("kept", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap, acks="all") as producer:
        await producer.send_and_wait("kept", b"42")
    broker.kill()
    await asyncio.to_thread(broker.start)
    consumer = AIOKafkaConsumer("kept", bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest")
    async with consumer:
        assert (await consumer.getone()).value == b"42"
    broker.stop()
    assert not broker.attach()


def test_a_full_disk_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="MB are free") as problem:
        require_room(tmp_path, needed_bytes=10**18)
    assert "free some space" in problem.value.advice
