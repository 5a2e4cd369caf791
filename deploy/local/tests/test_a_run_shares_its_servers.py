import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from local_stack.blocking import finish
from local_stack.pytest_plugin import PreparedDatabase
from local_stack.shared_run import SharedRun


async def _run(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def _with_one_row(url: str) -> None:
    finish(_run(url, "CREATE TABLE row AS SELECT 1 AS number"))


async def test_a_test_gets_its_own_copy_of_the_template(prepared_database: PreparedDatabase) -> None:
    first = prepared_database("one_row", _with_one_row)
    second = prepared_database("one_row", _with_one_row)
    await _run(first, "DELETE FROM row RETURNING number")
    assert await _run(first, "SELECT count(*) FROM row") == 0
    assert await _run(second, "SELECT count(*) FROM row") == 1


async def test_the_server_is_postgresql_18_with_gist_for_scalars(empty_database_url: str) -> None:
    assert str(await _run(empty_database_url, "SHOW server_version")).startswith("18.")
    await _run(empty_database_url, "CREATE EXTENSION btree_gist")


async def test_the_server_keeps_time_in_utc_and_lowers_cyrillic(empty_database_url: str) -> None:
    assert await _run(empty_database_url, "SHOW timezone") == "UTC"
    assert await _run(empty_database_url, "SELECT lower('ЁЖ')") == "ёж"


async def test_what_is_produced_is_consumed(kafka_bootstrap: str, topic_prefix: str) -> None:
    topic = f"{topic_prefix}greetings"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 3, 1)])
    await admin.close()
    async with (
        AIOKafkaProducer(bootstrap_servers=kafka_bootstrap) as producer,
        AIOKafkaConsumer(topic, bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest") as consumer,
    ):
        await producer.send_and_wait(topic, b"good day")
        assert (await consumer.getone()).value == b"good day"


def test_a_worker_finds_what_another_has_started(shared_run: SharedRun, postgres_server: str) -> None:
    assert SharedRun(shared_run.directory, shared_run.owner).address_of("postgres") == postgres_server
