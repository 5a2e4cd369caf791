"""Where everything of a stack lies in its directory, and what each part is started with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from local_stack.kafka import Kafka
from local_stack.postgres import Postgres
from local_stack.process import Process
from local_stack.program import Program
from local_stack.remembered import Remembered, remember
from local_stack.settings import SERVICES, Addresses, environment_of, inherited_environment

PARTS = ("postgres", "kafka", "mailbox", "issuer", *SERVICES)
_PORTS = ("postgres", "kafka", "smtp", "mailbox", "issuer", *SERVICES)


class Part(Protocol):
    """A piece of the stack that can be started, stopped and hurt by itself."""

    process: Process

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...

    def freeze(self) -> None: ...

    def thaw(self) -> None: ...

    def attach(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    directory: Path
    known: Remembered
    addresses: Addresses
    environments: Mapping[str, Mapping[str, str]]

    def log_of(self, name: str) -> Path:
        return self.directory / "logs" / f"{name}.log"

    def pid_file_of(self, name: str) -> Path:
        return _pid_file(self.directory, name)

    def data_of(self, name: str) -> Path:
        return self.directory / "data" / name


def lay_out(directory: Path, *, wanted_ports: Mapping[str, int], extra_settings: Mapping[str, str]) -> Layout:
    """Find last time's ports and keys, or make new ones. Raises SetupError when a wanted port is taken."""
    running = {name for name in PARTS if _runs(directory, name)}
    if "mailbox" in running:
        running.add("smtp")
    known = remember(directory / "state.json", _PORTS, wanted=wanted_ports, running=frozenset(running))
    addresses = _addresses(known.ports)
    environments = {
        service: environment_of(
            service,
            at=addresses,
            port=known.ports[service],
            keys=known.keys,
            extra=extra_settings,
        )
        for service in SERVICES
    }
    return Layout(directory=directory, known=known, addresses=addresses, environments=environments)


def parts_of(layout: Layout, *, durable: bool, tell_of_kafka: Callable[[str], None]) -> dict[str, Part]:
    """Every part by its name; those that run already are attached."""
    ports = layout.known.ports

    def paths(name: str) -> tuple[Path, Path]:
        return layout.log_of(name), layout.pid_file_of(name)

    def program(name: str, module: str, ready_path: str, *arguments: str) -> Program:
        log, pid_file = paths(name)
        return Program(
            name,
            module=module,
            arguments=arguments,
            environment=layout.environments.get(name, inherited_environment()),
            url=layout.addresses.urls[name],
            ready_path=ready_path,
            log=log,
            pid_file=pid_file,
        )

    def tool(name: str, *port_names: str) -> Program:
        numbers = [part for each in port_names for part in (f"--{each}-port", str(ports[each]))]
        return program(name, "local_stack.serve", "/livez", name, str(layout.data_of(name)), *numbers)

    log, pid_file = paths("postgres")
    postgres = Postgres(layout.data_of("postgres"), port=ports["postgres"], durable=durable, log=log, pid_file=pid_file)
    log, pid_file = paths("kafka")
    kafka = Kafka(layout.data_of("kafka"), port=ports["kafka"], log=log, pid_file=pid_file, tell=tell_of_kafka)
    parts: dict[str, Part] = {"postgres": postgres, "kafka": kafka}
    parts |= {"mailbox": tool("mailbox", "smtp", "mailbox"), "issuer": tool("issuer", "issuer")}
    parts |= {service: program(service, service, "/readyz") for service in SERVICES}
    for part in parts.values():
        part.attach()
    return parts


def _addresses(ports: Mapping[str, int]) -> Addresses:
    base = f"postgresql://postgres@127.0.0.1:{ports['postgres']}"
    return Addresses(
        urls={name: f"http://127.0.0.1:{ports[name]}" for name in (*SERVICES, "mailbox", "issuer")},
        databases={service: f"{base}/{service}" for service in SERVICES},
        kafka=f"127.0.0.1:{ports['kafka']}",
        smtp=f"smtp://127.0.0.1:{ports['smtp']}",
    )


def _pid_file(directory: Path, name: str) -> Path:
    return directory / "pids" / f"{name}.pid"


def _runs(directory: Path, name: str) -> bool:
    log = directory / "logs" / f"{name}.log"
    return Process(name=name, command=(), log=log, pid_file=_pid_file(directory, name)).attach()
