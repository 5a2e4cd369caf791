"""One operating-system process of the stack, with its log."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from local_stack.problem import SetupError


def free_port() -> int:
    """A loopback TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # without it a port in TIME_WAIT after our own restart would look taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def require_free(port: int, *, wanted_by: str) -> None:
    """Raise SetupError when somebody listens on the port that was asked for."""
    if not is_free(port):
        raise SetupError(
            f"Port {port} on 127.0.0.1, asked for by {wanted_by}, is taken by another program.",
            advice="stop that program, or leave the port out: a free one is picked then.",
        )


@dataclass(kw_only=True)
class Process:
    """Started in its own session, so that Ctrl-C at a terminal reaches only whoever owns the stack."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] | None = None
    directory: Path | None = None
    user: int | None = None
    group: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    pid_file: Path | None = None
    _popen: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(
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
        if self.pid_file is not None:
            self.pid_file.parent.mkdir(parents=True, exist_ok=True)
            self.pid_file.write_text(f"{self.pid} {psutil.Process(self.pid).create_time()}\n")

    @property
    def pid(self) -> int:
        if self._popen is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        return None if self._popen is None else self._popen.poll()

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def stop(self, *, timeout: float = 30.0) -> None:
        """Ask it to end, and wait; a process that does not end in `timeout` seconds is killed."""
        if self.running:
            self.thaw()
            os.kill(self.pid, self.stop_signal)
            try:
                self._waited(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        self._forget()

    def kill(self) -> None:
        """Kill -9, with all children (PostgreSQL's backends live in sessions of their own)."""
        if self.running:
            family = [psutil.Process(self.pid)]
            with contextlib.suppress(psutil.NoSuchProcess):
                family += family[0].children(recursive=True)
            for member in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.kill()
            psutil.wait_procs(family[1:], timeout=10)
            self._waited(10)
        self._forget()

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def last_lines(self, count: int = 40) -> list[str]:
        return last_lines(self.log, count)

    def _waited(self, timeout: float) -> None:
        if self._popen is not None:
            self._popen.wait(timeout)

    def _forget(self) -> None:
        if self.pid_file is not None:
            self.pid_file.unlink(missing_ok=True)


def last_lines(log: Path, count: int) -> list[str]:
    if not log.exists():
        return []
    return log.read_text(errors="replace").splitlines()[-count:]


def end_leftover(pid_file: Path, *, stop_signal: signal.Signals, timeout: float = 10.0) -> bool:
    """End the process of an earlier run whose owner died without stopping it.

    True when there was one. A number that now belongs to another process is left alone.
    """
    try:
        number, created = pid_file.read_text().split()
        process = psutil.Process(int(number))
        if abs(process.create_time() - float(created)) > 1.0:
            raise psutil.NoSuchProcess(int(number))
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        pid_file.unlink(missing_ok=True)
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        process.resume()
        process.send_signal(stop_signal)
        try:
            process.wait(timeout)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(timeout)
    pid_file.unlink(missing_ok=True)
    return True
