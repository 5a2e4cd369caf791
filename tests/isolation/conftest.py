"""One populated neighbourhood for all tests of isolation: they only ask, or make what is their own."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from flow_house import SERVICES, Running, open_house, settings_of
from local_stack.blocking import finish
from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox
from local_stack.shared_run import SharedRun
from messaging.migrations_runner import upgrade_now
from messaging.service_description import ServiceDescription
from neighbourhood import NEIGHBOURS, OWNER, Neighbour, Neighbourhood, open_neighbourhood
from pytest_asyncio import is_async_test
from stories.urls import Urls

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of isolation run on one loop, because they share one neighbourhood."""
    for item in items:
        if item.path.is_relative_to(HERE) and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def there(
    shared_run: SharedRun, kafka_bootstrap: str, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Neighbourhood]:
    """Three running services, and a Thursday behind them."""
    mailbox = Mailbox(tmp_path_factory.mktemp("isolation") / "mailbox")
    mailbox.start()
    databases = {name: _fresh_database(shared_run, description) for name, (description, _) in SERVICES.items()}
    prefix = f"t{uuid.uuid4().hex[:10]}."
    places = {"kafka": kafka_bootstrap, "smtp": mailbox.smtp_url, "issuer": issuer.url, "jwks": issuer.jwks_url}
    services = {
        name: Running(name, settings_of(name, database_url=url, urls=places, topic_prefix=prefix))
        for name, url in databases.items()
    }
    urls = Urls(
        booking="http://booking", policy="http://policy", notify="http://notify", mailbox=mailbox.url,
        kafka=kafka_bootstrap, databases=databases, token=issuer.mint(OWNER), topic_prefix=prefix,
    )  # fmt: skip
    async with open_house(services, urls) as house, open_neighbourhood(house, issuer) as neighbourhood:
        yield neighbourhood
    for url in databases.values():
        shared_run.drop_database(url)
    mailbox.stop()


@pytest.fixture(params=NEIGHBOURS)
def neighbour(there: Neighbourhood, request: pytest.FixtureRequest) -> Neighbour:
    """Whoever must not see the owner's first venue."""
    return there.neighbours[request.param]


def _fresh_database(run: SharedRun, description: ServiceDescription) -> str:
    def migrate(url: str) -> None:
        finish(asyncio.to_thread(upgrade_now, url, description.migrations))

    return run.database_from(description.name, migrate)
