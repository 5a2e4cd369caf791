"""The process of one service: uvicorn, which drains before it stops."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from web.http_protocol import protocol_with
from web.logs import configure_logs
from web.settings import WebSettings

_log = structlog.get_logger("web.server")
_FINISH_SECONDS = 11  # a request ends within ten
_HARD_STOP_SECONDS = 29.0


def serve(app: FastAPI, settings: WebSettings) -> None:
    """Serves until SIGTERM or SIGINT, then: `/readyz` 503 at once, accepting for `http_drain_seconds` more, finishing
    what runs, stopping delivery, and returning (exit 0) within 30 seconds whatever hangs."""
    configure_logs(settings.log_format, service=app.state.name)
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        http=protocol_with(settings.http_timeout_seconds),
        ws="none",
        loop="auto",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_FINISH_SECONDS,
    )
    DrainingServer(config, app, drain_seconds=settings.http_drain_seconds).run()


class DrainingServer(uvicorn.Server):
    """Says that it is not ready, keeps accepting for a while (load balancers need it), then finishes and stops.

    `app.state.closing` is set for streams, which would otherwise keep the process for ever. A second signal ends
    the draining at once.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI, *, drain_seconds: float) -> None:
        super().__init__(config)
        self._app = app
        self._drain_seconds = drain_seconds
        self._stop_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """The signal is not raised again afterwards: a drained process exits with 0."""
        if self._stop_at is not None:
            self._stop_at = 0.0
            self.force_exit = sig == signal.SIGINT
            return
        self._stop_at = time.monotonic() + self._drain_seconds
        self._app.state.draining = True
        self._app.state.closing.set()
        _stop_hard_after(_HARD_STOP_SECONDS)

    async def on_tick(self, counter: int) -> bool:
        """Asked ten times a second whether to stop."""
        stops = await super().on_tick(counter)
        return stops or (self._stop_at is not None and time.monotonic() >= self._stop_at)


def _stop_hard_after(seconds: float) -> None:
    def stop() -> None:
        _log.error("would_not_stop_in_time", seconds=seconds)
        os._exit(1)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
