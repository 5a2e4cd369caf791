"""Progress on a terminal as live lines, and in a log as plain ones."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

_DONE = {"ready": "green", "stopped": "green"}


class Progress:
    """`progress(part, state)` shows what each part is doing. Thread-safe."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._lines: dict[str, tuple[str, float]] = {}
        self._spinners: dict[str, Spinner] = {}
        self._live = Live(get_renderable=self._table, console=self._console, refresh_per_second=10)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def __call__(self, part: str, state: str) -> None:
        with self._lock:
            begun = self._since.setdefault(part, time.monotonic())
            took = time.monotonic() - begun
            self._lines[part] = (state, took)
            if state in _DONE:
                del self._since[part]
            if not self._console.is_terminal and state in _DONE:
                self._console.print(f"  {part:<10} {state} ({took:.1f} s)")

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        with self._lock:
            for part, (state, took) in self._lines.items():
                mark = Text("✓", style="green") if state in _DONE else self._spinner(part)
                table.add_row(mark, part, state, f"{took:.1f} s" if state in _DONE else "")
        return table

    def _spinner(self, part: str) -> Spinner:
        return self._spinners.setdefault(part, Spinner("dots"))
