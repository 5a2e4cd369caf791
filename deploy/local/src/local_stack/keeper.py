"""Holds one server for a test run, and ends it with the run, even when the run was killed.

`python -m local_stack.keeper postgres|kafka DIRECTORY OWNER_PID` writes DIRECTORY/<server>.json when it is ready.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Protocol

import psutil

from local_stack.kafka import start_kafka
from local_stack.postgres import start_postgres
from local_stack.problem import SetupError
from local_stack.unprivileged import remove_data

_LOOK_SECONDS = 0.5


class Server(Protocol):
    def stop(self) -> None: ...


def keep(name: str, directory: Path, owner: int) -> None:
    """Start the server, announce it, and wait for SIGTERM or the owner's end."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for pytest; it ends us when its fixtures are done
    server: Server | None = None
    try:
        server, address = _started(name, directory)
        _announce(directory / f"{name}.json", {"address": address})
        while not ended.wait(_LOOK_SECONDS):
            if not psutil.pid_exists(owner):
                return
    except SetupError as problem:
        _announce(directory / f"{name}.json", {"problem": problem.what, "advice": problem.advice})
    finally:
        if server is not None:
            server.stop()
        remove_data(directory / f"{name}-data")


def _started(name: str, directory: Path) -> tuple[Server, str]:
    data = directory / f"{name}-data"
    if name == "postgres":
        postgres = start_postgres(data, durable=False)
        return postgres, postgres.url()
    kafka = start_kafka(data)
    return kafka, kafka.bootstrap


def _announce(file: Path, content: dict[str, str]) -> None:
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(content))
    unfinished.replace(file)


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
