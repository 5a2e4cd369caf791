"""The guest's page of the real application: no token is sent, only links are opened."""

from collections.abc import AsyncIterator

import httpx
import pytest
from booking.settings import BookingSettings
from booking.wiring import Booking
from fastapi import FastAPI
from guests_and_places import NOON, House
from messaging.database import Database
from web.signed_links import KeyRing


@pytest.fixture
def database(service: Booking) -> Database:
    return service.database


@pytest.fixture
async def browser(booking_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Follows no redirect by itself, so that tests see where a POST leads."""
    transport = httpx.ASGITransport(booking_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://guest.example") as client:
        yield client


@pytest.fixture
async def house(service: Booking, settings: BookingSettings, browser: httpx.AsyncClient) -> House:
    made = House(service.database, KeyRing(settings.guest_link_keys), browser)
    await made.advance(NOON - await made.now())
    return made
