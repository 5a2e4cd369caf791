"""The outermost layer of every request: its id, its trace, its measure, and the answer when all else failed."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.metrics import RequestMetrics
from web.problem_answers import answer_problem, internal_error, problem_of
from web.route_names import route_of
from web.trace import current_traceparent, request_id_from, traceparent_from

_log = structlog.get_logger("web.access")
_QUIET = {"/livez", "/readyz", "/metrics"}


class RequestContext:
    """Pure ASGI. Binds the request id to the log lines, counts the request, and turns a bug into a problem 500."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id_from(sent.get("x-request-id"))
        state["traceparent"] = current_traceparent() or traceparent_from(sent.get("traceparent"))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=state["request_id"], trace_id=state["traceparent"].split("-")[1]
        )
        answer = _Answer(scope, send)
        began = time.perf_counter()
        with self.metrics.in_progress.track_inprogress():
            try:
                await self.app(scope, receive, answer.send)
            except Exception as error:
                problem = problem_of(error, scope["app"].state.problems) or internal_error(error)
                if answer.status is not None:
                    raise  # half an answer is out: only a cut connection tells the client
                await answer_problem(scope, problem)(scope, receive, answer.send)
            finally:
                self._book(scope, answer.status, time.perf_counter() - began)

    def _book(self, scope: Scope, status: int | None, seconds: float) -> None:
        route = route_of(scope)
        self.metrics.count(scope["method"], route, status, seconds)
        if route not in _QUIET:
            # The template, never the path itself: paths can hold signed tokens.
            _log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))


class _Answer:
    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self._scope["state"]["request_id"]
            if getattr(self._scope["app"].state, "draining", False):
                headers["Connection"] = "close"
        await self._send(message)
