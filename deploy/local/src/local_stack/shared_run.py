"""What all workers of one test run share: one PostgreSQL, one Kafka, and the template databases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import asyncpg
import fasteners
import psutil

from local_stack.blocking import finish
from local_stack.problem import SetupError
from local_stack.process import last_lines

_DIRECTORY = "HOLDFAST_TEST_RUN"
_OWNER = "HOLDFAST_TEST_RUN_OWNER"
_READY_SECONDS = 180


class SharedRun:
    """The same object in every worker, found by an environment variable that the first process sets."""

    def __init__(self, directory: Path, owner: int) -> None:
        self.directory = directory
        self.owner = owner

    @classmethod
    def begin(cls) -> SharedRun:
        directory = Path(tempfile.mkdtemp(prefix="holdfast-tests-"))
        directory.chmod(0o711)  # PostgreSQL's account must get through when we are root
        os.environ[_DIRECTORY] = str(directory)
        os.environ[_OWNER] = str(os.getpid())
        return cls(directory, os.getpid())

    @classmethod
    def join(cls) -> SharedRun:
        return cls(Path(os.environ[_DIRECTORY]), int(os.environ[_OWNER]))

    def address_of(self, server: str) -> str:
        """The address of the run's `postgres` or `kafka`, started by whoever asks first. Raises SetupError."""
        file = self.directory / f"{server}.json"
        with self._lock(server):
            if not file.exists():
                self._start_keeper(server, file)
        content = json.loads(file.read_text())
        if "problem" in content:
            raise SetupError(content["problem"], advice=content["advice"])
        return str(content["address"])

    def database_from(self, template: str, prepare: Callable[[str], None]) -> str:
        """The URL of a fresh copy of the template database, which `prepare(url)` fills once a run."""
        admin = self.address_of("postgres")
        name = f"template_{template}"
        done = self.directory / f"{name}.ready"
        with self._lock(name):
            if not done.exists():
                finish(_execute(admin, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'))
                prepare(url_of(admin, name))
                done.touch()
            # two copies of one template at once are refused while a third session looks at it
            copy = f"{template}_{uuid.uuid4().hex[:12]}"
            finish(_execute(admin, f'CREATE DATABASE "{copy}" TEMPLATE "{name}"'))
        return url_of(admin, copy)

    def empty_database(self) -> str:
        admin = self.address_of("postgres")
        name = f"empty_{uuid.uuid4().hex[:12]}"
        finish(_execute(admin, f'CREATE DATABASE "{name}" TEMPLATE template0'))
        return url_of(admin, name)

    def drop_database(self, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        finish(_execute(self.address_of("postgres"), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def end(self) -> None:
        """Stop the servers and wait until they are gone. Only the process that began the run calls it."""
        keepers = [_alive(file) for file in self.directory.glob("*.keeper")]
        processes = [process for process in keepers if process is not None]
        for process in processes:
            process.terminate()
        psutil.wait_procs(processes, timeout=30)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _start_keeper(self, server: str, file: Path) -> None:
        log = self.directory / f"{server}-keeper.log"
        with log.open("ab") as output:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "local_stack.keeper", server, str(self.directory), str(self.owner)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        (self.directory / f"{server}.keeper").write_text(str(keeper.pid))
        pause = threading.Event()
        for _ in range(_READY_SECONDS * 50):
            if file.exists():
                return
            if keeper.poll() is not None and not file.exists():
                break
            pause.wait(0.02)
        tail = "\n".join(last_lines(log, 15))
        raise SetupError(f"The keeper of {server} did not become ready:\n{tail}", advice="run the tests again.")

    def _lock(self, name: str) -> fasteners.InterProcessLock:
        return fasteners.InterProcessLock(str(self.directory / f"{name}.lock"))


def url_of(admin_url: str, database: str) -> str:
    return f"{admin_url.rsplit('/', 1)[0]}/{database}"


def _alive(file: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int(file.read_text()))
    except psutil.NoSuchProcess:
        return None


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
