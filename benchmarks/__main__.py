"""`python -m benchmarks`, which is `make bench`."""

import sys
from typing import Annotated

import typer
from local_stack.problem import SetupError
from local_stack.progress import Progress
from local_stack.temporary import temporary_stack
from rich.console import Console

from benchmarks.run import Plan, measure
from benchmarks.table import show

_WIDTH = 150


def main(
    *,
    quick: Annotated[bool, typer.Option(help="short runs, to see that everything works")] = False,
    strict: Annotated[bool, typer.Option(help="exit 1 when an aim is not reached")] = False,
) -> None:
    """Measure creating, availability, late → told and memory on a stack of its own, fsync on."""
    console = Console(highlight=False, width=None if Console().is_terminal else _WIDTH)
    plan = Plan(runs=2, run_seconds=2, late_seconds=4) if quick else Plan()
    try:
        with Progress(console) as progress, temporary_stack(tell=progress, durable=True) as stack:
            figures = measure(stack, plan, lambda words: console.print(f"[dim]{words}[/]"))
    except SetupError as problem:
        console.print(f"[bold red]{problem}[/]")
        raise typer.Exit(1) from None
    reached = show(console, figures)
    sys.exit(1 if strict and not reached else 0)


if __name__ == "__main__":
    typer.run(main)
