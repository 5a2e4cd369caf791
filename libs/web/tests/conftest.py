"""The shelf service over a real database, and callers with real tokens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from fastapi import FastAPI
from local_stack.issuer import Issuer
from local_stack.pytest_plugin import FreshDatabase
from messaging.database import Database
from shelf_service import SHELVES, shelf_app
from sqlalchemy import text
from web.settings import WebSettings

Caller = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def database(database_url: FreshDatabase) -> AsyncIterator[Database]:
    made = Database(database_url(SHELVES), source="shelf")
    yield made
    await made.close()


@pytest.fixture
def settings(issuer: Issuer) -> WebSettings:
    return WebSettings(
        public_url="http://shelf.test",
        oidc_issuer=issuer.url,
        oidc_audience=issuer.audience,
        oidc_jwks_url=issuer.jwks_url,
        http_timeout_seconds=2.5,
    )


@pytest.fixture
def app(database: Database, settings: WebSettings) -> FastAPI:
    return shelf_app(database, settings)


@pytest.fixture
async def call(app: FastAPI, issuer: Issuer) -> AsyncIterator[Caller]:
    """`call()` is a client with every scope; `call(scopes=[…], tenant=…)` with others; `call(token=None)` with none."""
    made: list[httpx.AsyncClient] = []

    def client(
        tenant: str = "tnt_1",
        scopes: tuple[str, ...] = ("shelves:read", "shelves:write", "events:read"),
        venues: list[str] | None = None,
        token: str | None = "",
    ) -> httpx.AsyncClient:
        sent = issuer.mint(tenant, scopes, venues) if token == "" else token
        made.append(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://shelf.test",
                headers={"Authorization": f"Bearer {sent}"} if sent else {},
            )
        )
        return made[-1]

    yield client
    for one in made:
        await one.aclose()


@pytest.fixture
def scalar(database: Database) -> Callable[..., object]:
    async def read(sql: str) -> object:
        async with database.engine.connect() as connection:
            return (await connection.execute(text(sql))).scalar_one()

    return read
