"""Every request ends within its time, even when what it waits for never answers."""

from __future__ import annotations

import asyncio
from collections.abc import MutableSet

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problem import Problem
from web.problem_answers import answer_problem

_log = structlog.get_logger("web.deadline")


class Deadline:
    """Pure ASGI. Answers 408 while the request is still being sent, else 504, and cancels the work.

    The work runs in a task of its own: its clean-up (a ROLLBACK to a frozen database) may itself hang, and must
    not hold the answer. Event streams, once begun, have no deadline.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self._cancelled: MutableSet[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(send)
        work = asyncio.create_task(self._run(scope, receive, exchange.send))
        try:
            await asyncio.wait({work}, timeout=self.seconds)
            if not work.done() and exchange.is_stream:
                await asyncio.wait({work})
        except asyncio.CancelledError:
            self._cancel(work)
            raise
        if work.done():
            await work
            return
        exchange.closed = True
        self._cancel(work)
        await self._answer(scope, exchange, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def _cancel(self, work: asyncio.Task[None]) -> None:
        work.cancel()
        self._cancelled.add(work)
        work.add_done_callback(self._forget)

    def _forget(self, work: asyncio.Task[None]) -> None:
        self._cancelled.discard(work)
        if not work.cancelled() and (error := work.exception()) is not None:
            _log.warning("cancelled_request_failed", error=type(error).__name__)

    async def _answer(self, scope: Scope, exchange: _Exchange, receive: Receive, send: Send) -> None:
        if exchange.started:
            raise TimeoutError("the answer was not finished in time")
        if not scope["state"].get("body_is_read"):
            problem = Problem(
                408, "request_timeout", "The request did not arrive in time.", headers={"Connection": "close"}
            )
        else:
            problem = Problem(
                504,
                "timed_out",
                "It may or may not have been carried out: send it again with the same Idempotency-Key.",
                headers={"Retry-After": "2"},
            )
        await answer_problem(scope, problem)(scope, receive, send)


class _Exchange:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = self.closed = self.is_stream = False

    async def send(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.started = True
            self.is_stream = any(
                name.lower() == b"content-type" and value.startswith(b"text/event-stream")
                for name, value in message["headers"]
            )
        await self._send(message)
