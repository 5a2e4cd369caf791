"""`python -m policy` as an operator starts it, on real Kafka and PostgreSQL."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from policy.settings import Settings

from .kafka_sender import KafkaSender
from .said_by_booking import a_booking, a_venue, about
from .world import World


@asynccontextmanager
async def a_process(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    told = {name.upper(): str(value) for name, value in settings.model_dump(exclude_none=True).items()}
    environment = {**os.environ, **told}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "policy", env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def with_kafka(settings: Settings, bootstrap: str, prefix: str) -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return settings.model_copy(update={"kafka_bootstrap": bootstrap, "topic_prefix": prefix, "http_port": port})


async def test_late_to_release_though_the_process_is_killed_in_the_grace_window(
    settings: Settings, world: World, kafka_bootstrap: str, topic_prefix: str
) -> None:
    settings = with_kafka(settings, kafka_bootstrap, topic_prefix)
    kafka = KafkaSender(settings)
    await kafka.open()
    booking = a_booking()
    async with a_process(settings) as process:
        await kafka.send("venue.set.v1", a_venue())
        await kafka.send("booking.confirmed.v1", about(booking))
        await kafka.wait_for("policy.terms_set.v1")
        await world.advance_to(65)
        await kafka.send("booking.late_declared.v1", about(booking | {"late": {"eta": None}, "version": 2}))
        hold = await kafka.wait_for("policy.hold_decided.v1")
        process.kill()
        await process.wait()
    until = datetime.fromisoformat(hold["until"])
    await world.set_clock(until + timedelta(seconds=6))
    async with a_process(settings) as process:
        release = await kafka.wait_for("policy.release_decided.v1")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    await kafka.close()
    assert release["until"] == hold["until"]
    assert datetime.fromisoformat(release["decided_at"]) > until
