"""uvicorn's HTTP/1.1, below the application: its own refusals are problems too, and it waits neither long nor for
much until a request's headers are complete."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

from messaging.ids import new_id
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from web.problem import CODES, MEDIA_TYPE, problem_type

MAX_HEADER_BYTES = 32 * 1024


class ProblemProtocol(HttpToolsProtocol):
    """Malformed HTTP: 400. Headers that take longer than `header_seconds`: 408; more than 32 KiB of them: 431."""

    header_seconds = 10.0
    _late: asyncio.TimerHandle | None = None
    _header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_are_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._late is not None:
            self._header_bytes += len(data)
            if self._header_bytes > MAX_HEADER_BYTES:
                self._refuse("headers_too_large", "A request has at most 32 KiB of headers.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_headers()

    def on_headers_complete(self) -> None:
        self._headers_are_there()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        self._refuse("bad_request", "This is not HTTP as we understand it.")

    def _expect_headers(self) -> None:
        self._headers_are_there()
        self._late = self.loop.call_later(self.header_seconds, self._give_up)

    def _headers_are_there(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
        self._header_bytes = 0

    def _give_up(self) -> None:
        if self.headers is None:  # not a byte of a request yet
            self.transport.close()
        else:
            self._refuse("request_timeout", "The request did not arrive in time.")

    def _refuse(self, code: str, detail: str) -> None:
        self._headers_are_there()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:  # never into the middle of another answer
            self.transport.write(_answer(code, detail, self.server_state.default_headers))
        self.transport.close()


def protocol_with(header_seconds: float) -> type[ProblemProtocol]:
    """The protocol with another patience; uvicorn takes classes and makes the instances itself."""
    return type("PatientProtocol", (ProblemProtocol,), {"header_seconds": header_seconds})


def _answer(code: str, detail: str, headers: list[tuple[bytes, bytes]]) -> bytes:
    status, title = CODES[code]
    request_id = new_id("req")
    members: dict[str, Any] = {
        "type": problem_type(code), "title": title, "status": status, "detail": detail, "instance": "",
        "code": code, "request_id": request_id,
    }  # fmt: skip
    content = json.dumps(members).encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode(),
        *(name + b": " + value for name, value in headers),
        b"content-type: " + MEDIA_TYPE.encode(),
        b"content-length: " + str(len(content)).encode(),
        b"x-request-id: " + request_id.encode(),
        b"connection: close",
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + content
