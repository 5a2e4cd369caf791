"""The whole system as `make up` runs it: seven processes on free ports. One stack serves all tests of this file."""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from local_stack.commands import app
from local_stack.problem import SetupError
from local_stack.settings import SERVICES
from local_stack.stack import Stack
from local_stack.unprivileged import remove_data
from typer.testing import CliRunner

pytestmark = pytest.mark.xdist_group("stack")


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    directory = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    directory.chmod(0o711)
    with Stack(directory, durable=False) as running:
        yield running
    remove_data(directory / "data" / "postgres")
    shutil.rmtree(directory)


@pytest.fixture
def same_stack(stack: Stack) -> Stack:
    """What another process sees that works in the same directory."""
    return Stack(stack.directory, durable=False)


def _status_of(stack: Stack, service: str, token: str) -> int:
    url = f"{stack.urls[service]}/v1/events"
    return httpx.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10).status_code


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def test_everything_is_ready_when_up_returns(stack: Stack) -> None:
    assert all(stack.status().values())
    for service in SERVICES:
        assert httpx.get(f"{stack.urls[service]}/readyz").status_code == 200


def test_urls_json_tells_where_everything_is_and_nobody_else(stack: Stack) -> None:
    file = stack.directory / "urls.json"
    told = json.loads(file.read_text())
    assert {"booking", "policy", "notify", "mailbox", "kafka", "databases", "issuer", "token"} <= set(told)
    assert set(told["databases"]) == set(SERVICES)
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("service", SERVICES)
def test_the_token_opens_every_service_and_its_absence_none(stack: Stack, service: str) -> None:
    token = json.loads((stack.directory / "urls.json").read_text())["token"]
    assert _status_of(stack, service, token) == 200
    assert _status_of(stack, service, "not-a-token") == 401


def test_a_token_can_be_had_on_the_command_line(stack: Stack) -> None:
    asked = ["token", "--dir", str(stack.directory), "--tenant", "tnt_other", "--scope", "events:read"]
    made = CliRunner().invoke(app, asked)
    assert _status_of(stack, "booking", made.stdout.strip()) == 200


def test_up_on_a_running_stack_changes_nothing(stack: Stack, same_stack: Stack) -> None:
    before = {name: stack.part(name).process.pid for name in stack.parts}
    same_stack.up()
    assert {name: same_stack.part(name).process.pid for name in same_stack.parts} == before


def test_each_service_may_have_its_business_clock_moved(stack: Stack) -> None:
    for url in stack.urls["databases"].values():
        assert asyncio.run(_value(url, "SELECT adjustable FROM clock")) is True


def test_one_killed_service_comes_back_on_its_old_port(stack: Stack) -> None:
    stack.kill("policy")
    assert [name for name, runs in stack.status().items() if not runs] == ["policy"]
    stack.start("policy")
    assert httpx.get(f"{stack.urls['policy']}/readyz").status_code == 200


def test_a_service_that_dies_at_start_shows_its_last_words_and_harms_nobody(stack: Stack) -> None:
    stack.stop("notify")
    wrong = Stack(stack.directory, durable=False, extra_settings={"ROLE": "chef"})
    with pytest.raises(SetupError, match="ROLE") as problem:
        wrong.start("notify")
    assert str(stack.layout.log_of("notify")) in problem.value.what
    told = CliRunner().invoke(app, ["status", "--dir", str(stack.directory)])
    assert told.exit_code == 1
    assert told.output.count("stopped") == 1
    stack.start("notify")
    assert CliRunner().invoke(app, ["status", "--dir", str(stack.directory)]).exit_code == 0


def test_an_unknown_part_is_answered_with_the_known_ones(stack: Stack) -> None:
    command = [sys.executable, "-m", "local_stack", "kill", "kitchen", "--dir", str(stack.directory)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "There is no part 'kitchen'" in told.stderr
    assert "booking" in told.stderr


def test_after_down_and_up_the_data_the_ports_and_the_keys_are_the_same(stack: Stack, same_stack: Stack) -> None:
    asyncio.run(_value(stack.urls["databases"]["booking"], "CREATE TABLE kept AS SELECT 42 AS number"))
    before, keys = stack.urls, stack.layout.known.keys
    stack.down()
    assert not any(same_stack.status().values())
    assert not (stack.directory / "urls.json").exists()
    again = Stack(stack.directory, durable=False)
    after = again.up()
    assert asyncio.run(_value(after["databases"]["booking"], "SELECT number FROM kept")) == 42
    assert {**after, "token": ""} == {**before, "token": ""}
    assert again.layout.known.keys == keys
