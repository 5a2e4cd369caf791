"""`python -m stories demo` and `python -m stories replay`."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from local_stack.problem import SetupError
from local_stack.stack import Stack
from rich.console import Console

from stories.lunch.play import play
from stories.replay.mapping import NoMappingFits, read_mapping
from stories.replay.play import NothingThatDay, load
from stories.replay.play import replay as play_day
from stories.urls import Urls

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

_WIDTH = 160


@app.command()
def demo(
    urls: Annotated[Path | None, typer.Option(help="play on the stack that this urls.json describes")] = None,
    patience: Annotated[float, typer.Option(help="seconds to wait for what must come")] = 90.0,
) -> None:
    """Play Thursday lunch on a stack of its own."""

    async def story(found: Urls, console: Console) -> int:
        return await play(found, console, patience_seconds=patience)

    raise typer.Exit(_on_a_stack(urls, "demo", story))


@app.command()
def replay(
    file: Annotated[Path, typer.Option(help="a CSV of stays, gzipped or not")],
    day: Annotated[str, typer.Option(help="the day, as 2017-02-13")],
    mapping: Annotated[Path | None, typer.Option(help="a mapping of columns; else the one that fits")] = None,
    seed: Annotated[int, typer.Option(help="of the assumed arrival hours")] = 1,
    urls: Annotated[Path | None, typer.Option(help="play on the fresh stack that this urls.json describes")] = None,
) -> None:
    """Play one real day of a real hotel."""
    console = _console()
    try:
        columns, plan = load(file, date.fromisoformat(day), console, read_mapping(mapping) if mapping else None)
    except (NoMappingFits, NothingThatDay, OSError, ValueError) as problem:
        console.print(f"[bold red]{problem}[/]", soft_wrap=True)
        raise typer.Exit(2) from None

    async def story(found: Urls, console: Console) -> int:
        return await play_day(found, console, columns, plan, seed=seed)

    raise typer.Exit(_on_a_stack(urls, "replay", story))


def _console() -> Console:
    return Console(highlight=False, width=None if Console().is_terminal else _WIDTH)


def _on_a_stack(urls: Path | None, name: str, story: Callable[[Urls, Console], Awaitable[int]]) -> int:
    """Run a story on a stack that lives as long as the story, or on one that is up."""
    console = _console()
    if urls is not None:
        return asyncio.run(_awaited(story(Urls.read(urls), console)))
    started = time.monotonic()
    runs = Path(".run")
    runs.mkdir(exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=runs))

    def tell(part: str, state: str) -> None:
        console.print(f"[dim]{time.monotonic() - started:5.1f} s  {part:<10} {state}[/]")

    try:
        with Stack(directory, tell=tell) as stack:
            console.print(f"[dim]everything runs; data and logs are in {directory}, pids in {directory / 'pids'}[/]")
            return asyncio.run(_awaited(story(Urls.of(stack.urls), console)))
    except SetupError as problem:
        console.print(f"[bold red]{problem}[/]")
        return 1


async def _awaited(story: Awaitable[int]) -> int:
    return await story


if __name__ == "__main__":
    app()
