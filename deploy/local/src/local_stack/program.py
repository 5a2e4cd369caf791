"""A Python program of this workspace that answers over HTTP: a service, the mailbox, the issuer."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from local_stack.problem import SetupError, explain_log
from local_stack.process import Process

_START_SECONDS = 60.0
_LOOK_SECONDS = 0.05


class Program:
    """`python -m MODULE ARGUMENTS…`, ready when `ready_url` answers 200."""

    def __init__(
        self,
        name: str,
        *,
        module: str,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str],
        url: str,
        ready_path: str,
        log: Path,
        pid_file: Path,
    ) -> None:
        self.name = name
        self.url = url
        self._ready_url = url + ready_path
        self.process = Process(
            name=name,
            command=[sys.executable, "-m", module, *arguments],
            environment=environment,
            log=log,
            pid_file=pid_file,
        )

    def start(self) -> None:
        """Return when it is ready. Raises SetupError with its last lines when it ends, or is never ready."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start it without waiting."""
        self.stop()
        self.process.start()

    def wait_until_ready(self) -> None:
        last = "no answer"
        pause = threading.Event()
        deadline = time.monotonic() + _START_SECONDS
        with httpx.Client(timeout=2, trust_env=False) as client:
            while time.monotonic() < deadline:
                try:
                    answer = client.get(self._ready_url)
                except httpx.HTTPError:
                    pass
                else:
                    if answer.status_code == httpx.codes.OK:
                        return
                    last = f"{answer.status_code} {answer.text[:300]}"
                if not self.process.running:
                    raise explain_log(f"{self.name} (log: {self.process.log})", self.process.last_lines())
                pause.wait(_LOOK_SECONDS)
        raise SetupError(
            f"{self.name} was not ready within {_START_SECONDS:.0f} s; {self._ready_url} says: {last}",
            advice=f"read {self.process.log}, mend the cause, and run the same command again.",
        )

    def attach(self) -> bool:
        return self.process.attach()

    def stop(self) -> None:
        if self.attach():
            self.process.stop(seconds=35)

    def kill(self) -> None:
        self.process.kill()

    def freeze(self) -> None:
        self.process.freeze()

    def thaw(self) -> None:
        self.process.thaw()
