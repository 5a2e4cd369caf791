"""A stack of one's own for a story or a measurement, gone without a trace at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local_stack.problem import SetupError
from local_stack.stack import Stack
from local_stack.unprivileged import remove_data

_NEEDED_BYTES = 500_000_000


@contextmanager
def temporary_stack(
    *,
    tell: Callable[[str, str], None] = lambda _part, _state: None,
    durable: bool = True,
    extra_settings: Mapping[str, str] | None = None,
    keep_in: Path | None = None,
) -> Iterator[Stack]:
    """A running stack on free ports with empty data; it comes down with the block.

    With `keep_in` it lies there and its data stays, for a look at what went wrong.
    Raises SetupError when a part cannot start, or when there is no room.
    """
    directory = keep_in or Path(tempfile.mkdtemp(prefix="holdfast-"))
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o711)  # PostgreSQL's account must get through when we are root
    require_room(directory)
    stack = Stack(directory, tell=tell, durable=durable, extra_settings=extra_settings)
    try:
        with stack:
            yield stack
    finally:
        if keep_in is None:
            remove_data(stack.layout.data_of("postgres"))
            shutil.rmtree(directory, ignore_errors=True)


def require_room(directory: Path, *, needed_bytes: int = _NEEDED_BYTES) -> None:
    """Raise SetupError when the disk is too full for a stack."""
    free = shutil.disk_usage(directory).free
    if free < needed_bytes:
        raise SetupError(
            f"Only {free // 1_000_000} MB are free at {directory}; a stack needs {needed_bytes // 1_000_000} MB.",
            advice="free some space and run the same command again, or set TMPDIR to a place that has some.",
        )
