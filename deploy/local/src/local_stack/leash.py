"""Ends the processes of a stack when the program that used it dies without a word.

`python -m local_stack.leash PIDS_DIRECTORY` waits until its standard input closes, which a kill -9 does too.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import psutil

_PATIENCE_SECONDS = 5


class Leash:
    """Held by the program; `release` lets the processes live on."""

    def __init__(self, pids: Path) -> None:
        self._watcher = subprocess.Popen(
            [sys.executable, "-m", "local_stack.leash", str(pids)], stdin=subprocess.PIPE, start_new_session=True
        )

    def release(self) -> None:
        self._watcher.kill()
        self._watcher.wait()


def end_all(pids: Path) -> None:
    """End every process that has a pid file in the directory."""
    found = [process for file in pids.glob("*.pid") for process in _of(file)]
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=_PATIENCE_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _of(file: Path) -> list[psutil.Process]:
    try:
        number, created = file.read_text().split()
        process = psutil.Process(int(number))
    except (OSError, ValueError, psutil.NoSuchProcess):
        return []
    return [process] if abs(process.create_time() - float(created)) < 1.0 else []


if __name__ == "__main__":
    sys.stdin.buffer.read()
    end_all(Path(sys.argv[1]))
