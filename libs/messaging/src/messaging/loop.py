"""A loop that never dies: work, wait for a wake-up or a tick, go on; an error is logged and backed off from."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from messaging.broker import BrokerAway

log = structlog.get_logger()

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0


class Loop:
    """`run_once` returns True when there was work (go on at once) and False when there was none."""

    def __init__(self, name: str, run_once: Callable[[], Awaitable[bool]], *, idle_seconds: float = 0.1) -> None:
        self.name = name
        self.run_once = run_once
        self._idle_seconds = idle_seconds
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is work now; do not wait for the tick."""
        self._wake.set()

    async def run(self) -> None:
        """Run until cancelled."""
        pause = _FIRST_PAUSE
        while True:
            self._wake.clear()
            try:
                worked = await self.run_once()
            except Exception as error:
                # A broker that is away, or not ready yet, is waited for: no news for an operator's log at warning.
                tell = log.info if isinstance(error, BrokerAway) else log.warning
                tell("loop_failed", loop=self.name, error=type(error).__name__, detail=str(error)[:300])
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            pause = _FIRST_PAUSE
            if not worked:
                await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._idle_seconds):
                await self._wake.wait()
        except TimeoutError:
            return
