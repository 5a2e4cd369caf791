import asyncio
import json
from collections.abc import Mapping

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from holdfast.installed_services import installed_services
from holdfast.main import app
from typer.testing import CliRunner

_KEY = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def settings(empty_database_url: str) -> dict[str, str]:
    """What a service needs; every service of these tests gets the same empty database."""
    return {
        **{f"{name.upper()}_DATABASE_URL": empty_database_url for name in installed_services()},
        "PUBLIC_URL": "https://book.example.org",
        "OIDC_ISSUER": "https://issuer.example.org",
        "OIDC_AUDIENCE": "holdfast",
        "OIDC_JWKS_URL": "https://issuer.example.org/jwks",
        "GUEST_LINK_KEYS": _KEY,
        "CONTACT_KEYS": _KEY,
        "SMTP_URL": "smtp://mail.example.org",
        "MAIL_FROM": "hello@example.org",
    }


def _run(environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), env=dict(environment))
    return result.exit_code, result.output


def test_the_three_services_are_found() -> None:
    assert list(installed_services()) == ["booking", "notify", "policy"]


@pytest.mark.parametrize("service", ["booking", "notify", "policy"])
def test_an_empty_database_is_brought_to_the_newest_revision(settings: dict[str, str], service: str) -> None:
    assert _run(settings, "migrate", "--check", service)[0] == 1
    code, told = _run(settings, "migrate", service)
    assert (code, told.startswith(f"{service}: empty → ")) == (0, True)
    assert _run(settings, "migrate", "--check", service)[0] == 0


def test_an_unknown_service_is_answered_with_those_that_are_there(settings: dict[str, str]) -> None:
    code, told = _run(settings, "migrate", "kitchen")
    assert code == 2
    assert "kitchen is not installed here" in told
    assert "booking, notify, policy" in told


def test_every_setting_is_listed_with_what_it_is_for(settings: dict[str, str]) -> None:
    code, told = _run(settings, "settings", "--json")
    rows = {row["name"]: row for row in json.loads(told)}
    assert code == 0
    assert rows["ROLE"]["allowed"] == "all, api, worker"
    assert rows["SMTP_URL"]["services"] == ["notify"]
    assert rows["PUBLIC_URL"]["state"] == "set"
    assert all(row["purpose"] for row in rows.values())


def test_a_secret_is_not_shown(settings: dict[str, str]) -> None:
    assert _KEY.split(":")[1] not in _run(settings, "settings", "--json")[1]


def test_a_wrong_setting_is_named_with_what_is_allowed(settings: dict[str, str]) -> None:
    code, told = _run(settings | {"ROLE": "chef"}, "settings", "--json")
    (role,) = [row for row in json.loads(told) if row["name"] == "ROLE"]
    assert code == 2
    assert "'all', 'api' or 'worker'" in role["state"]


def test_a_missing_setting_stops_the_migration_with_its_name(settings: dict[str, str]) -> None:
    code, told = _run(settings | {"NOTIFY_DATABASE_URL": ""}, "migrate", "notify")
    assert code != 0
    assert "NOTIFY_DATABASE_URL" in told


async def test_topics_are_created_under_the_prefix(
    settings: dict[str, str], kafka_bootstrap: str, topic_prefix: str
) -> None:
    environment = settings | {"KAFKA_BOOTSTRAP": kafka_bootstrap, "TOPIC_PREFIX": topic_prefix}
    code, told = await _in_a_thread(environment, "topics", "--create", "notify")
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    topics = await admin.list_topics()
    await admin.close()
    assert code == 0
    assert f"{topic_prefix}notify.events" in told
    assert f"{topic_prefix}notify.events" in topics


async def _in_a_thread(environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    return await asyncio.to_thread(_run, environment, *arguments)
