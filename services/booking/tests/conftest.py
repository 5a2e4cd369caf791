"""Booking over a real database, asked through its REST API with real tokens."""

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from booking.main import application
from booking.settings import BookingSettings
from booking.wiring import DESCRIPTION, Booking, build
from fastapi import FastAPI
from local_stack.issuer import Issuer
from local_stack.pytest_plugin import FreshDatabase
from the_lime import NOON, TENANT, House


@pytest.fixture
def settings(database_url: FreshDatabase, issuer: Issuer) -> BookingSettings:
    return BookingSettings(
        booking_database_url=database_url(DESCRIPTION),
        public_url="http://guest.example",
        oidc_issuer=issuer.url,
        oidc_audience=issuer.audience,
        oidc_jwks_url=issuer.jwks_url,
        guest_link_keys="k1:" + base64.b64encode(b"k" * 32).decode(),
        kafka_bootstrap="127.0.0.1:1",  # nobody: nothing here needs a broker
        clock_adjustable=True,
    )


@pytest.fixture
async def service(settings: BookingSettings) -> AsyncIterator[Booking]:
    made = build(settings)
    await made.database.set_clock_adjustable(True)
    yield made
    await made.database.close()


@pytest.fixture
def booking_app(settings: BookingSettings, service: Booking) -> FastAPI:
    return application(settings, service)


@pytest.fixture
async def house(booking_app: FastAPI, service: Booking, issuer: Issuer) -> AsyncIterator[House]:
    """It is Thursday noon, and nothing has been set up yet."""
    headers = {"Authorization": f"Bearer {issuer.mint(tenant=TENANT)}"}
    transport = httpx.ASGITransport(app=booking_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://booking", headers=headers) as client:
        made = House(client, service)
        await made.set_clock(NOON)
        yield made
    await booking_app.state.signing_keys.close()
