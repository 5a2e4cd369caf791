"""The guest's page over a real database; clients of it in the process, and a browser outside."""

import base64
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from booking.api.problems import PROBLEMS
from booking.pages.router import guest_pages
from fastapi import FastAPI
from guests_and_places import NOON, House
from local_stack.pytest_plugin import FreshDatabase
from messaging.database import Database
from messaging.service import ServiceDescription
from web.app import create_app
from web.settings import WebSettings
from web.signed_links import KeyRing

MIGRATIONS = Path(str(files("booking") / "migrations"))
BOOKING = ServiceDescription(
    name="booking", settings=WebSettings, database_url=lambda _: "", migrations=MIGRATIONS, topics=()
)
KEYS = "test:" + base64.b64encode(b"k" * 32).decode()


@pytest.fixture
async def database(database_url: FreshDatabase) -> AsyncIterator[Database]:
    made = Database(database_url(BOOKING), source="booking")
    await made.set_clock_adjustable(True)
    yield made
    await made.close()


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing(KEYS)


@pytest.fixture
def app(database: Database, ring: KeyRing) -> FastAPI:
    settings = WebSettings(
        public_url="http://book.test",
        oidc_issuer="https://issuer.test",
        oidc_audience="holdfast",
        oidc_jwks_url="https://issuer.test/jwks",
        guest_link_keys=KEYS,
    )
    return create_app(
        name="booking",
        title="booking",
        description="",
        version="0",
        settings=settings,
        database=database,
        delivery=None,
        migrations=MIGRATIONS,
        problems=PROBLEMS,
        routers=[guest_pages(ring, settings.public_url)],
        feed_topics=[],
    )


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Follows no redirect by itself, so that tests see where a POST leads."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://book.test") as client:
        yield client


@pytest.fixture
async def house(database: Database, ring: KeyRing, browser: httpx.AsyncClient) -> House:
    made = House(database, ring, browser)
    await made.advance(NOON - await made.now())
    return made
