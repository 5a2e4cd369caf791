"""Real servers for tests. Registered in the root conftest.py; everything starts only when a test asks for it."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from messaging.migrations_runner import upgrade_now
from messaging.service_description import ServiceDescription

from local_stack.blocking import finish
from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox
from local_stack.shared_run import SharedRun

_RUN = pytest.StashKey[SharedRun]()

FreshDatabase = Callable[[ServiceDescription], str]
PreparedDatabase = Callable[[str, Callable[[str], None]], str]


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    config.stash[_RUN] = SharedRun.join() if is_worker else SharedRun.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _RUN in config.stash:
        config.stash[_RUN].end()


@pytest.fixture(scope="session")
def shared_run(pytestconfig: pytest.Config) -> SharedRun:
    return pytestconfig.stash[_RUN]


@pytest.fixture(scope="session")
def postgres_server(shared_run: SharedRun) -> str:
    """The URL of the run's PostgreSQL 18, as its superuser."""
    return shared_run.address_of("postgres")


@pytest.fixture(scope="session")
def kafka_bootstrap(shared_run: SharedRun) -> str:
    """host:port of the run's Kafka. Use it with `topic_prefix`: all tests share it."""
    return shared_run.address_of("kafka")


@pytest.fixture
def prepared_database(shared_run: SharedRun) -> Iterator[PreparedDatabase]:
    """`prepared_database("name", prepare)`: a fresh copy of a template that `prepare(url)` fills once a run."""
    made: list[str] = []

    def fresh(template: str, prepare: Callable[[str], None]) -> str:
        made.append(shared_run.database_from(template, prepare))
        return made[-1]

    yield fresh
    for url in made:
        shared_run.drop_database(url)


@pytest.fixture
def database_url(prepared_database: PreparedDatabase) -> FreshDatabase:
    """`database_url(DESCRIPTION)`: a fresh, migrated database of that service; another one at each call."""

    def fresh(description: ServiceDescription) -> str:
        return prepared_database(description.name, lambda url: _migrate(url, description))

    return fresh


@pytest.fixture
def empty_database_url(shared_run: SharedRun) -> Iterator[str]:
    """A database without tables, for the tests of migrations."""
    url = shared_run.empty_database()
    yield url
    shared_run.drop_database(url)


@pytest.fixture
def topic_prefix(kafka_bootstrap: str) -> Iterator[str]:
    """A prefix that no other test uses; its topics are deleted when the test ends."""
    prefix = f"t{uuid.uuid4().hex[:10]}."
    yield prefix
    finish(_delete_topics(kafka_bootstrap, prefix))


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    """`issuer.mint(tenant, scopes, venues)`; `issuer.url`, `.jwks_url`, `.audience` for the settings."""
    started = Issuer(tmp_path_factory.mktemp("issuer"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """An empty mailbox behind a real SMTP server: `smtp_url`, `messages(to)`, `wait_for(to)`, `answer(to, 451)`."""
    started = Mailbox(tmp_path / "mailbox")
    started.start()
    yield started
    started.stop()


def _migrate(url: str, description: ServiceDescription) -> None:
    # on a thread of its own: an asyncio test already runs a loop on this one
    finish(asyncio.to_thread(upgrade_now, url, description.migrations))


async def _delete_topics(bootstrap: str, prefix: str) -> None:
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topics = [name for name in await admin.list_topics() if name.startswith(prefix)]
        if topics:
            await admin.delete_topics(topics)
    finally:
        await admin.close()
