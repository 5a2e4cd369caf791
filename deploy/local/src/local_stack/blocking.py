"""Let a plain function wait for a coroutine, whether or not an event loop runs around it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end on a thread and loop of its own; the calling thread waits."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
