"""A lean HTTP/1.1 client: the load must not take the processor from what is measured."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_DEADLINE = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Connection:
    """One kept-open connection; one request at a time."""

    url: str
    token: str
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _head: bytes = field(init=False, default=b"")

    async def open(self) -> "Connection":
        parts = urlsplit(self.url)
        self._reader, self._writer = await asyncio.open_connection(parts.hostname, parts.port)
        self._head = f"Host: {parts.netloc}\r\nAuthorization: Bearer {self.token}\r\n".encode()
        return self

    async def get(self, path: str) -> Answer:
        return await self._ask(f"GET {path} HTTP/1.1\r\n".encode() + self._head + b"\r\n")

    async def post(self, path: str, body: Mapping[str, Any], *, key: str = "") -> Answer:
        """A POST, with an Idempotency-Key if one is given."""
        data = json.dumps(body).encode()
        headers = f"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        if key:
            headers += f"Idempotency-Key: {key}\r\n"
        return await self._ask(headers.encode() + self._head + b"\r\n" + data)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()

    async def _ask(self, request: bytes) -> Answer:
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(request)
        async with asyncio.timeout(_DEADLINE):
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or b"0")
            body = await self._reader.readexactly(length)
        return Answer(int(head[9:12]), body)


def must(answer: Answer, status: int) -> Any:
    """JSON of an answer that must have this status. Raises RuntimeError with what came instead."""
    if answer.status != status:
        raise RuntimeError(f"expected {status}, got {answer.status}: {answer.body[:300]!r}")
    return answer.json()
