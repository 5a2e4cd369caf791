"""`python -m stories demo`, `replay` and `advance`."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from local_stack.problem import SetupError
from local_stack.progress import Progress
from local_stack.temporary import temporary_stack
from rich.console import Console

from stories.accidents import Accidents
from stories.lunch.play import play
from stories.patience import Patience, StillWaiting
from stories.replay.mapping import NoMappingFits, read_mapping
from stories.replay.play import NothingThatDay, load
from stories.replay.play import replay as play_day
from stories.urls import Urls
from stories.world import open_world

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Story = Callable[[Urls, Console], Awaitable[int]]
UrlsFile = Annotated[Path | None, typer.Option(help="play on the fresh stack that this urls.json describes")]
KeepIn = Annotated[Path | None, typer.Option(help="let the stack lie in this directory, and keep its data")]

_WIDTH = 160
_INVITATION = """[dim]data and logs: {directory}
to disturb the story, from another terminal: .venv/bin/python -m local_stack kill booking --dir {directory}
and then: .venv/bin/python -m local_stack start booking --dir {directory}[/]"""


@app.command()
def demo(
    *,
    urls: UrlsFile = None,
    keep_in: KeepIn = None,
    patience: Annotated[float | None, typer.Option(help="seconds to wait for what must come")] = None,
    accidents: Annotated[int | None, typer.Option(help="a seed: kill a part now and then, and start it again")] = None,
) -> None:
    """Play Thursday lunch on a stack of its own."""

    # several accidents may fall into one wait
    seconds = patience or (90.0 if accidents is None else 400.0)

    async def story(found: Urls, console: Console) -> int:
        return await play(found, console, patience_seconds=seconds)

    raise typer.Exit(_on_a_stack(urls, keep_in, story, accidents))


@app.command()
def replay(
    *,
    file: Annotated[Path, typer.Option(help="a CSV of stays, gzipped or not")],
    day: Annotated[str, typer.Option(help="the day, as 2017-02-13")],
    mapping: Annotated[Path | None, typer.Option(help="a mapping of columns; else the one that fits")] = None,
    seed: Annotated[int, typer.Option(help="of the assumed arrival hours")] = 1,
    urls: UrlsFile = None,
    keep_in: KeepIn = None,
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

    raise typer.Exit(_on_a_stack(urls, keep_in, story))


@app.command()
def advance(
    *,
    minutes: Annotated[float, typer.Option(help="how far to step the clock", min=0.01, max=60 * 24 * 30)],
    urls: Annotated[Path, typer.Option(help="the running stack")] = Path(".run/urls.json"),
) -> None:
    """Step the business clock of the stack that `make up` started, and wait for all that follows."""
    console = _console()
    try:
        found = Urls.read(urls)
    except FileNotFoundError:
        console.print(f"[bold red]{urls} is not there: run `make up` first.[/]", soft_wrap=True)
        raise typer.Exit(2) from None
    try:
        asyncio.run(_advance(found, minutes, console))
    except StillWaiting as waiting:
        console.print(f"[bold red]{waiting}[/]", soft_wrap=True)
        raise typer.Exit(1) from None


async def _advance(urls: Urls, minutes: float, console: Console) -> None:
    patience = Patience(notice=lambda waits: console.print(f"[dim]waiting for {waits}[/]", soft_wrap=True))
    async with open_world(urls, patience=patience) as world:
        await world.advance(minutes=minutes)
        console.print(
            f"The clock stands at {await world.now():%Y-%m-%d %H:%M:%S} UTC, and all that was due has happened."
        )


def _console() -> Console:
    return Console(highlight=False, width=None if Console().is_terminal else _WIDTH)


def _on_a_stack(urls: Path | None, keep_in: Path | None, story: Story, seed: int | None = None) -> int:
    """Run a story on a stack that lives as long as the story, or on one that is up."""
    console = _console()
    if urls is not None:
        return asyncio.run(_awaited(story(Urls.read(urls), console)))
    try:
        with ExitStack() as open_until_told:
            progress = Progress(console)
            with progress:
                stack = open_until_told.enter_context(temporary_stack(tell=progress, keep_in=keep_in))
            console.print(_INVITATION.format(directory=stack.directory), soft_wrap=True)
            if seed is not None:
                open_until_told.enter_context(Accidents(stack, seed=seed, tell=_in_red(console)))
            return asyncio.run(_awaited(story(Urls.of(stack.urls), console)))
    except SetupError as problem:
        console.print(f"[bold red]{problem}[/]", soft_wrap=True)
        return 1


def _in_red(console: Console) -> Callable[[str], None]:
    return lambda words: console.print(f"[red]       ! {words}[/]")


async def _awaited(story: Awaitable[int]) -> int:
    return await story


if __name__ == "__main__":
    app()
