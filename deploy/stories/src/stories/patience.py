"""Waiting for a condition with a deadline, and saying what is waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_POLL_SECONDS = 0.03


class StillWaiting(Exception):
    """The deadline passed; the message names what has not come."""


Notice = Callable[[str], None]


def silent(_: str) -> None:
    """Nobody needs to know."""


class Patience:
    """How long a story waits for what must come, and whom it tells after `notice_after` seconds of waiting."""

    def __init__(self, seconds: float = 90.0, *, notice: Notice = silent, notice_after: float = 3.0) -> None:
        self.seconds = seconds
        self._notice = notice
        self._notice_after = notice_after

    def tell(self, notice: Notice) -> None:
        """From now on, tell this one of long waits."""
        self._notice = notice

    async def until(
        self, look: Callable[[], Awaitable[T | None]], what: Callable[[], str], *, seconds: float | None = None
    ) -> T:
        """Look again and again until `look` returns something other than None. Raises StillWaiting(`what()`)."""
        started, told = time.monotonic(), False
        limit = self.seconds if seconds is None else seconds
        while True:
            found = await look()
            if found is not None:
                return found
            waited = time.monotonic() - started
            if waited > limit:
                raise StillWaiting(f"{what()} (waited {limit:.0f} s)")
            if waited > self._notice_after and not told:
                told = True
                self._notice(what())
            await asyncio.sleep(_POLL_SECONDS)
