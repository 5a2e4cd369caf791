"""A notify of our own for each test: a fresh database, a real SMTP server, no Kafka unless a test asks for it."""

import base64
from collections.abc import AsyncIterator

import pytest
from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox
from local_stack.pytest_plugin import FreshDatabase
from notify.settings import NotifySettings
from notify.wiring import DESCRIPTION

from .world import World

KEYS = "k1:" + base64.urlsafe_b64encode(b"0123456789abcdef0123456789abcdef").decode()


@pytest.fixture
def settings(database_url: FreshDatabase, mailbox: Mailbox, issuer: Issuer) -> NotifySettings:
    return NotifySettings(
        notify_database_url=database_url(DESCRIPTION),
        smtp_url=mailbox.smtp_url,
        mail_from="Holdfast <hello@holdfast.example>",
        contact_keys=KEYS,
        guest_link_keys=KEYS,
        public_url="https://book.example.org",
        oidc_issuer=issuer.url,
        oidc_audience=issuer.audience,
        oidc_jwks_url=issuer.jwks_url,
        kafka_bootstrap="127.0.0.1:9",
        clock_adjustable=True,
        mail_lanes=2,
        mail_timeout_seconds=5,
    )


@pytest.fixture
async def world(settings: NotifySettings) -> AsyncIterator[World]:
    world = World(settings)
    await world.open()
    yield world
    await world.close()
