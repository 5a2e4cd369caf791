"""A policy of our own for each test: a fresh database, no Kafka unless a test asks for it."""

from collections.abc import AsyncIterator

import pytest
from local_stack.issuer import Issuer
from local_stack.pytest_plugin import FreshDatabase
from policy.settings import Settings
from policy.wiring import DESCRIPTION

from .api_client import Api, an_api
from .world import World


@pytest.fixture
def settings(database_url: FreshDatabase, issuer: Issuer) -> Settings:
    return Settings(
        policy_database_url=database_url(DESCRIPTION),
        public_url="https://book.example.org",
        oidc_issuer=issuer.url,
        oidc_audience=issuer.audience,
        oidc_jwks_url=issuer.jwks_url,
        kafka_bootstrap="127.0.0.1:9",
        clock_adjustable=True,
    )


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    world = World(settings)
    await world.open()
    yield world
    await world.close()


@pytest.fixture
async def api(world: World, issuer: Issuer) -> AsyncIterator[Api]:
    async with an_api(world, issuer) as api:
        yield api
