"""The real process over real sockets: slow and malformed senders, and stopping without losing a request."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from shelf_service import SHELVES

READY_WITHIN = 15


class Process:
    def __init__(self, process, port):
        self.process, self.port, self.url = process, port, f"http://127.0.0.1:{port}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    async def exit_code(self, within=10):
        async with asyncio.timeout(within):
            return await self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@asynccontextmanager
async def started(database_url, issuer, **settings):
    port = free_port()
    told = {
        "SHELF_DATABASE_URL": database_url(SHELVES), "PUBLIC_URL": "http://shelf.test", "HTTP_PORT": str(port),
        "OIDC_ISSUER": issuer.url, "OIDC_AUDIENCE": issuer.audience, "OIDC_JWKS_URL": issuer.jwks_url, **settings,
    }  # fmt: skip
    script = Path(__file__).parent / "shelf_service.py"
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), env=os.environ | told, stdout=asyncio.subprocess.DEVNULL
    )
    one = Process(process, port)
    try:
        await ready(one)
        yield one
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ready(one):
    async with asyncio.timeout(READY_WITHIN), httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(f"{one.url}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.to_thread(time.sleep, 0.02)


@pytest.fixture
async def process(database_url, issuer):
    async with started(database_url, issuer, HTTP_TIMEOUT_SECONDS="0.5", HTTP_DRAIN_SECONDS="0.3") as one:
        yield one


async def exchange(port, *parts, until_closed=True):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    async with asyncio.timeout(15):
        received = await (reader.read() if until_closed else reader.readuntil(b"\r\n\r\n"))
    writer.close()
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.lower(), body


def assert_problem(answer, status, code):
    got, head, body = answer
    assert (got, json.loads(body)["code"]) == (status, code)
    assert b"content-type: application/problem+json" in head


async def test_senders_that_break_the_rules(process):
    """One process, many connections: each gets its own answer."""
    put = b"PUT /echo HTTP/1.1\r\nHost: x\r\n"
    cases = {
        "not HTTP": ([b"\x16\x03\x01 hello\r\n\r\n"], 400, "bad_request"),
        "a length that is no number": ([put + b"Content-Length: abc\r\n\r\n"], 400, "bad_request"),
        "two lengths": ([put + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n"], 400, "bad_request"),
        "length and chunks": (
            [put + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"], 400, "bad_request",
        ),
        "a body announced too large": ([put + b"Content-Length: 99999999\r\n\r\n"], 413, "body_too_large"),
        "chunks without end": (
            [put + b"Transfer-Encoding: chunked\r\n\r\n", *[b"2000\r\n" + b"x" * 8192 + b"\r\n"] * 9],
            413, "body_too_large",
        ),
        "a body that never comes": ([put + b"Content-Length: 10\r\n\r\nabc"], 408, "request_timeout"),
        "a chunk that never ends": (
            [put + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"], 408, "request_timeout",
        ),
        "headers that never end": ([b"GET /open HTTP/1.1\r\nX-Slow: "], 408, "request_timeout"),
        "endless headers": ([put] + [b"X-A: " + b"a" * 8000 + b"\r\n"] * 5, 431, "headers_too_large"),
    }  # fmt: skip
    answers = await asyncio.gather(*(exchange(process.port, *parts) for parts, _, _ in cases.values()))
    for (_, status, code), answer in zip(cases.values(), answers, strict=True):
        assert_problem(answer, status, code)


async def test_a_well_formed_chunked_body_arrives_whole(process):
    head = b"PUT /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [b"1000\r\n" + b"x" * 4096 + b"\r\n"] * 16
    assert (await exchange(process.port, head, *chunks, b"0\r\n\r\n"))[2] == b"65536"


async def test_a_connection_that_says_nothing_is_closed(process):
    reader, _ = await asyncio.open_connection("127.0.0.1", process.port)
    async with asyncio.timeout(5):
        assert await reader.read() == b""


async def test_a_client_that_leaves_in_the_middle_of_its_body_harms_nobody(process):
    for _ in range(5):
        _, writer = await asyncio.open_connection("127.0.0.1", process.port)
        writer.write(b"PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        await writer.drain()
        writer.transport.abort()
    async with httpx.AsyncClient(base_url=process.url) as client:
        assert (await client.get("/open")).status_code == 200
        assert 'status="500"' not in (await client.get("/metrics")).text


async def test_sigterm_drains_and_exits_0(database_url, issuer):
    async with started(database_url, issuer, HTTP_DRAIN_SECONDS="1.0") as process:
        async with httpx.AsyncClient(base_url=process.url) as client, httpx.AsyncClient() as other:
            running = asyncio.create_task(client.get("/slow", params={"seconds": 2.5}, timeout=10))
            await client.get("/open")
            process.stop()
            while (ready_now := await other.get(f"{process.url}/readyz")).status_code == 200:
                pass
            still_accepted = await other.get(f"{process.url}/open")
            assert (ready_now.status_code, ready_now.json()["code"]) == (503, "not_ready")
            assert still_accepted.status_code == 200
            assert still_accepted.headers["Connection"] == "close"
            assert (await running).status_code == 200
        assert await process.exit_code() == 0


async def test_sigterm_ends_a_process_whose_request_hangs(database_url, issuer):
    async with started(database_url, issuer, HTTP_TIMEOUT_SECONDS="2", HTTP_DRAIN_SECONDS="0") as process:
        async with httpx.AsyncClient(base_url=process.url) as client:
            running = asyncio.create_task(client.get("/frozen", timeout=10))
            await client.get("/open")
            process.stop()
            assert (await running).status_code == 504
        assert await process.exit_code() == 0
