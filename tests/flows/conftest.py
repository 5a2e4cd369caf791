"""The house of a flow test: a fresh one for each, over the run's PostgreSQL and Kafka."""

from collections.abc import AsyncIterator, Callable

import pytest
from flow_house import SERVICES, House, Running, open_house, settings_of
from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox
from messaging.service_description import ServiceDescription
from stories.urls import Urls

SCOPES = (
    "bookings:read bookings:write venues:write waitlist:write guests:erase rules:read rules:write decisions:answer"
    " messages:read messages:write events:read"
)


@pytest.fixture
def broker_address(kafka_bootstrap: str) -> str:
    """The run's broker; a test that hurts its broker overrides this with one of its own."""
    return kafka_bootstrap


@pytest.fixture
async def house(
    database_url: Callable[[ServiceDescription], str],
    broker_address: str,
    topic_prefix: str,
    issuer: Issuer,
    mailbox: Mailbox,
) -> AsyncIterator[House]:
    """Three running services and an empty house."""
    databases = {name: database_url(description) for name, (description, _) in SERVICES.items()}
    places = {"kafka": broker_address, "smtp": mailbox.smtp_url, "issuer": issuer.url, "jwks": issuer.jwks_url}
    services = {
        name: Running(name, settings_of(name, database_url=url, urls=places, topic_prefix=topic_prefix))
        for name, url in databases.items()
    }
    token = issuer.mint(tenant="tnt_flow", scopes=SCOPES.split())
    urls = Urls(
        booking="http://booking", policy="http://policy", notify="http://notify", mailbox=mailbox.url,
        kafka=broker_address, databases=databases, token=token, topic_prefix=topic_prefix,
    )  # fmt: skip
    async with open_house(services, urls) as house:
        yield house
