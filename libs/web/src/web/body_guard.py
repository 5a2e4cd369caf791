"""No body larger than 64 KiB, no JSON deeper than 32, no JSON that is not UTF-8."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problem import Problem
from web.problem_answers import answer_problem

MAX_BODY_BYTES = 64 * 1024
MAX_DEPTH = 32

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class ClientIsGone(Exception):
    """The connection ended before the body did; nobody waits for an answer."""


class BodyGuard:
    """Pure ASGI. Reads the whole (small) body before the application sees the request, so that a slow sender holds
    no transaction, and chunked bodies are measured like announced ones."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            body = await _read(headers, receive)
            scope.setdefault("state", {})["body_is_read"] = True
            _check_json(headers.get("content-type", ""), body)
        except ClientIsGone:
            return
        except Problem as problem:
            await answer_problem(scope, problem)(scope, receive, send)
            return
        await self.app(scope, _replaying(body, receive), send)


async def _read(headers: Headers, receive: Receive) -> bytes:
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise _too_large()
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return b""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientIsGone
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _too_large()
        if not message.get("more_body", False):
            return bytes(body)


def _too_large() -> Problem:
    # The rest of the body is not read, so the connection cannot serve another request.
    return Problem(413, "body_too_large", "A body has at most 64 KiB.", headers={"Connection": "close"})


def _replaying(body: bytes, receive: Receive) -> Receive:
    replayed = False

    async def replay() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _check_json(content_type: str, body: bytes) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if not body or not (kind == "application/json" or kind.endswith("+json")):
        return
    # A NUL byte means UTF-16 or UTF-32, which Python's parser would accept and our scan would misread.
    if b"\x00" in body or not _is_utf8(body):
        raise Problem(400, "bad_json", "JSON is sent in UTF-8.")
    if depth_of(body) > MAX_DEPTH:
        raise Problem(400, "json_too_deep", f"JSON is nested at most {MAX_DEPTH} levels deep.")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def depth_of(body: bytes) -> int:
    """How deep arrays and objects are nested, without parsing (a parser could overflow first)."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return body.count(b"[") + body.count(b"{")
    depth = deepest = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
