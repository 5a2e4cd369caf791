"""`python -m local_stack`: the stack that `make up` keeps running, and its parts."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from local_stack.issuer import ALL_SCOPES
from local_stack.problem import SetupError
from local_stack.progress import Progress
from local_stack.stack import TENANT, Stack
from local_stack.temporary import require_room

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, rich_markup_mode=None)
_out = Console(highlight=False, soft_wrap=True)

Directory = Annotated[Path, typer.Option("--dir", help="where the stack keeps its data, logs and urls.json")]
PartName = Annotated[str, typer.Argument(help="postgres, kafka, mailbox, issuer, booking, policy or notify")]
_RUN = Path(os.environ.get("HOLDFAST_RUN", ".run"))


@app.command()
def up(
    directory: Directory = _RUN,
    foreground: Annotated[bool, typer.Option(help="Stay until Ctrl-C, then stop everything.")] = False,
    port: Annotated[list[str] | None, typer.Option(help="A fixed port, as booking=8080; may be repeated.")] = None,
) -> None:
    """Start everything that does not run yet, and say where it is."""
    with Progress() as progress:
        directory.mkdir(parents=True, exist_ok=True)
        require_room(directory)
        stack = Stack(directory, tell=progress, ports=_ports(port or []))
        urls = stack.up()
    _show(urls, directory)
    if foreground:
        _wait_for_ctrl_c()
        stack.down()


@app.command()
def down(directory: Directory = _RUN) -> None:
    """Stop everything; the data stays for the next `up`."""
    with Progress() as progress:
        Stack(directory, tell=progress).down()


@app.command()
def status(directory: Directory = _RUN) -> None:
    """Which parts run, and where their logs are. Exit 1 when one does not."""
    stack = Stack(directory)
    table = Table("part", "", "log")
    running = stack.status()
    for name, runs in running.items():
        table.add_row(name, "[green]runs" if runs else "[red]stopped", str(stack.layout.log_of(name)))
    _out.print(table)
    if not all(running.values()):
        raise typer.Exit(1)


@app.command()
def token(
    directory: Directory = _RUN,
    tenant: str = TENANT,
    scope: Annotated[list[str] | None, typer.Option(help="May be repeated; all scopes when left out.")] = None,
    venue: Annotated[list[str] | None, typer.Option(help="May be repeated; all venues when left out.")] = None,
    hours: float = 12,
) -> None:
    """Print a token of the local issuer."""
    print(Stack(directory).mint(tenant, scope or ALL_SCOPES, venue, timedelta(hours=hours)))


@app.command()
def start(part: PartName, directory: Directory = _RUN) -> None:
    """Start one part again, on its old port and data."""
    with Progress() as progress:
        Stack(directory, tell=progress).start(part)


@app.command()
def stop(part: PartName, directory: Directory = _RUN) -> None:
    """Stop one part, as an operator would."""
    with Progress() as progress:
        Stack(directory, tell=progress).stop(part)


@app.command()
def kill(part: PartName, directory: Directory = _RUN) -> None:
    """Kill -9 one part, as an accident would."""
    Stack(directory).kill(part)


@app.command()
def freeze(part: PartName, directory: Directory = _RUN) -> None:
    """Let one part answer nobody, until `thaw`."""
    Stack(directory).freeze(part)


@app.command()
def thaw(part: PartName, directory: Directory = _RUN) -> None:
    """Let a frozen part go on."""
    Stack(directory).thaw(part)


def main() -> None:
    """Run the command; a SetupError becomes its message and exit 1."""
    sys.exit(explained(app))


def explained(command: Callable[[], Any]) -> int:
    """0 when the command went well; a SetupError is printed as what it is, without a traceback, and gives 1."""
    try:
        command()
    except SetupError as problem:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"\n{problem}", markup=False, style="bold")
        return 1
    return 0


def _ports(given: list[str]) -> dict[str, int]:
    ports = {}
    for each in given:
        name, _, number = each.partition("=")
        if not number.isdecimal():
            raise typer.BadParameter(f"{each!r} is not of the form booking=8080")
        ports[name] = int(number)
    return ports


def _show(urls: dict[str, Any], directory: Path) -> None:
    table = Table.grid(padding=(0, 2))
    for name in ("booking", "policy", "notify"):
        table.add_row(name, f"{urls[name]}/docs")
    table.add_row("mailbox", urls["mailbox"])
    table.add_row("kafka", urls["kafka"])
    for name, url in urls["databases"].items():
        table.add_row(f"database {name}", url)
    table.add_row("token", "`make token`, or in the file below")
    table.add_row("all of it", str(directory / "urls.json"))
    _out.print(table)


def _wait_for_ctrl_c() -> None:
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGINT, tell)
    signal.signal(signal.SIGTERM, tell)
    _out.print("Ctrl-C stops everything.")
    told.wait()
