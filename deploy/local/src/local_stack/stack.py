"""The whole system on one machine: PostgreSQL, Kafka, the mailbox, the issuer and the three services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import fasteners

from local_stack.issuer import ALL_SCOPES, SigningKey
from local_stack.layout import PARTS, Layout, Part, lay_out, parts_of
from local_stack.leash import Leash
from local_stack.migrate import migrate
from local_stack.postgres import Postgres
from local_stack.private_file import write_private
from local_stack.problem import SetupError
from local_stack.settings import SERVICES

TENANT = "tnt_demo"
_GROUND = ("postgres", "kafka", "mailbox", "issuer")

Told = Callable[[str, str], None]


def _nobody(_part: str, _state: str) -> None:
    return None


class Stack:
    """A stack in one directory. Its data stays there between `down` and the next `up`.

    As a context manager it goes up, comes down at the end, and ends with this process, however that ends.
    `tell(part, state)` hears of progress. All methods block; from a coroutine call them on a thread.
    """

    def __init__(
        self,
        directory: Path,
        *,
        tell: Told = _nobody,
        ports: Mapping[str, int] | None = None,
        durable: bool = True,
        extra_settings: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory.absolute()
        self._tell = tell
        self._wanted_ports = dict(ports or {})
        self._durable = durable
        self._extra_settings = dict(extra_settings or {})
        self._leash: Leash | None = None

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.directory, wanted_ports=self._wanted_ports, extra_settings=self._extra_settings)

    @cached_property
    def parts(self) -> dict[str, Part]:
        return parts_of(
            self.layout,
            durable=self._durable,
            tell_of_kafka=lambda text: self._tell("kafka", text),
        )

    def up(self, *, services: Iterable[str] = SERVICES) -> dict[str, Any]:
        """Start what does not run yet, migrate, wait until all is ready; return and write the URLs.

        Raises SetupError; what this call started is stopped then.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        started: list[str] = []
        with fasteners.InterProcessLock(str(self.directory / "lock")):
            parts = self.parts
            try:
                self._lay_the_ground(started)
                self._start_services(tuple(services), started)
            except BaseException:
                for name in reversed(started):
                    parts[name].stop()
                raise
            write_private(self.directory / "urls.json", self.urls)
        return self.urls

    def down(self) -> None:
        """Stop everything, in the order in which nothing loses what it needs."""
        with ThreadPoolExecutor(len(SERVICES)) as pool:
            list(pool.map(self.stop, SERVICES))
        for name in reversed(_GROUND):
            self.stop(name)
        (self.directory / "urls.json").unlink(missing_ok=True)

    def __enter__(self) -> Stack:
        self._leash = Leash(self.directory / "pids")
        try:
            self.up()
        except BaseException:
            self._leash.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()
        if self._leash is not None:
            self._leash.release()

    def status(self) -> dict[str, bool]:
        """Which parts run."""
        return {name: part.attach() for name, part in self.parts.items()}

    def part(self, name: str) -> Part:
        if name not in self.parts:
            raise SetupError(f"There is no part {name!r}.", advice=f"name one of: {', '.join(PARTS)}.")
        return self.parts[name]

    def start(self, name: str) -> None:
        """Start one part on its old port and data, and wait until it is ready."""
        self._tell(name, "starting")
        self.part(name).start()
        self._tell(name, "ready")

    def stop(self, name: str) -> None:
        if self.part(name).attach():
            self._tell(name, "stopping")
            self.part(name).stop()
            self._tell(name, "stopped")

    def kill(self, name: str) -> None:
        """Kill -9, with everything that the part has started."""
        if self.part(name).attach():
            self.part(name).kill()

    def freeze(self, name: str) -> None:
        """It keeps its connections and answers nobody, until `thaw`."""
        if self.part(name).attach():
            self.part(name).freeze()

    def thaw(self, name: str) -> None:
        if self.part(name).attach():
            self.part(name).thaw()

    @property
    def postgres(self) -> Postgres:
        part = self.parts["postgres"]
        assert isinstance(part, Postgres)
        return part

    @property
    def urls(self) -> dict[str, Any]:
        """What stands in urls.json."""
        at = self.layout.addresses
        return {
            **{name: at.urls[name] for name in (*SERVICES, "mailbox")},
            "kafka": at.kafka,
            "databases": dict(at.databases),
            "issuer": at.urls["issuer"],
            "token": self.mint(),
            "smtp": at.smtp,
            "topic_prefix": at.topic_prefix,
        }

    def mint(
        self,
        tenant: str = TENANT,
        scopes: Iterable[str] = ALL_SCOPES,
        venues: Iterable[str] | None = None,
        expires: timedelta = timedelta(hours=12),
    ) -> str:
        """A token of the stack's issuer."""
        key = SigningKey(self.layout.data_of("issuer"))
        issuer = self.layout.addresses.urls["issuer"]
        return key.mint(issuer, tenant=tenant, scopes=scopes, venues=venues, expires=expires)

    def _lay_the_ground(self, started: list[str]) -> None:
        with ThreadPoolExecutor(len(_GROUND)) as pool:
            ground = {name: pool.submit(self._ensure, name, started) for name in _GROUND}
            ground["postgres"].result()
            if not all(self.parts[service].attach() for service in SERVICES):
                self._migrate()
            for each in ground.values():
                each.result()

    def _ensure(self, name: str, started: list[str]) -> None:
        if self.parts[name].attach():
            self._tell(name, "ready")
            return
        started.append(name)
        self.start(name)

    def _start_services(self, services: tuple[str, ...], started: list[str]) -> None:
        with ThreadPoolExecutor(len(SERVICES)) as pool:
            list(pool.map(lambda name: self._ensure(name, started), services))

    def _migrate(self) -> None:
        self._tell("databases", "migrating")
        self.postgres.create_databases(*SERVICES)
        migrate(self.layout)
        self._tell("databases", "ready")
