"""What starts and stops with a service's application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI

from web.idempotency import forgetting_loop

_log = structlog.get_logger("web")
_STOP_SECONDS = 12.0


@asynccontextmanager
async def lifespan_of(app: FastAPI) -> AsyncIterator[None]:
    """Starts the delivery, and stops what was opened, each within a deadline. The server enters it; a test or a
    process of several services may too."""
    state = app.state
    if state.delivery is not None:
        await state.delivery.start()
    forgetting = asyncio.create_task(forgetting_loop(state.database).run(), name="idempotency")
    try:
        yield
    finally:
        state.draining = True
        forgetting.cancel()
        if state.delivery is not None:
            await _within(state.delivery.stop(), "delivery")
        await _within(state.signing_keys.close(), "signing keys")
        await _within(state.database.close(), "database")
        if state.traces is not None:
            await _within(asyncio.to_thread(state.traces.shutdown), "traces")


async def _within(stopping: Awaitable[None], what: str) -> None:
    task = asyncio.ensure_future(stopping)
    done, _ = await asyncio.wait({task}, timeout=_STOP_SECONDS)
    if not done:
        task.cancel()
        _log.error("would_not_stop", what=what)
    elif (error := task.exception()) is not None:
        _log.error("stopped_with_error", what=what, error=type(error).__name__, exc_info=error)
