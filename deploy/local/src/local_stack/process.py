"""One operating-system process of the stack, with its log."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_LOOK_SECONDS = 0.02


@dataclass(kw_only=True)
class Process:
    """Started in its own session, so that Ctrl-C at a terminal reaches only whoever owns the stack.

    It outlives who started it; `attach` finds it again by its pid file.
    """

    name: str
    command: Sequence[str]
    log: Path
    pid_file: Path
    environment: Mapping[str, str] | None = None
    directory: Path | None = None
    user: int | None = None
    group: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _handle: psutil.Process | None = field(default=None, init=False)
    _log_begins_at: int = field(default=0, init=False)

    def start(self) -> None:
        for file in (self.log, self.pid_file):
            file.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._log_begins_at = output.tell()
            self._child = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if self.environment is None else dict(self.environment),
                cwd=self.directory,
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
                start_new_session=True,
            )
        self._handle = psutil.Process(self._child.pid)
        self.pid_file.write_text(f"{self._handle.pid} {self._handle.create_time()}\n")

    def attach(self) -> bool:
        """Find the process that an earlier owner started; True when it still runs."""
        try:
            number, created = self.pid_file.read_text().split()
            handle = psutil.Process(int(number))
            if self._child is not None and self._child.pid != handle.pid:
                self._child.poll()
                self._child = None  # somebody else has started it anew
            # the number may belong to another process by now
            self._handle = handle if abs(handle.create_time() - float(created)) < 1.0 else None
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            self._handle = None
        return self.running

    @property
    def pid(self) -> int:
        if self._handle is None:
            raise RuntimeError(f"{self.name} was not started")
        return int(self._handle.pid)

    @property
    def running(self) -> bool:
        if self._child is not None and self._child.poll() is not None:
            return False
        try:
            return (
                self._handle is not None and self._handle.is_running() and self._handle.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.NoSuchProcess:
            return False

    def stop(self, *, seconds: float = 30.0) -> None:
        """Ask it to end, and wait; a process that does not end in time is killed."""
        if self.running and self._handle is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                self.thaw()
                self._handle.send_signal(self.stop_signal)
            if not self._ended_within(seconds):
                self.kill()
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """Kill -9, with all children (PostgreSQL's backends live in sessions of their own)."""
        if self.running and self._handle is not None:
            for member in self._family():
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.kill()
            self._ended_within(10)
        self.pid_file.unlink(missing_ok=True)

    def freeze(self) -> None:
        """It keeps its sockets and answers nothing."""
        for member in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                member.suspend()

    def thaw(self) -> None:
        for member in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                member.resume()

    def last_lines(self, count: int = 40) -> list[str]:
        """Of what it wrote since it was started last."""
        return last_lines(self.log, count, begin=self._log_begins_at)

    def _family(self) -> list[psutil.Process]:
        if self._handle is None:
            return []
        try:
            return [self._handle, *self._handle.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _ended_within(self, seconds: float) -> bool:
        pause = threading.Event()
        for _ in range(int(seconds / _LOOK_SECONDS)):
            if not self.running:
                return True
            pause.wait(_LOOK_SECONDS)
        return not self.running


def last_lines(log: Path, count: int, *, begin: int = 0) -> list[str]:
    """The end of a log, from the byte `begin` on."""
    if not log.exists():
        return []
    with log.open("rb") as text:
        text.seek(begin)
        return text.read().decode(errors="replace").splitlines()[-count:]
