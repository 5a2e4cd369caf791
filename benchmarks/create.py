"""Creating a booking over HTTP, everything on: token, Idempotency-Key, outbox, relay, the other services hearing it."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.wire import Connection

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """How many a second, and how long one took."""

    count: int
    per_second: float
    seconds: list[float]


async def create_bookings(url: str, token: str, bodies: Iterator[dict[str, Any]], *, seconds: float) -> Rate:
    """`AT_ONCE` clients, each with its own connection, as fast as they are answered. Raises if one is not a 201."""
    connections = [await Connection(url, token).open() for _ in range(AT_ONCE)]
    end = time.perf_counter() + seconds
    took: list[float] = []

    async def client(connection: Connection) -> None:
        while (begun := time.perf_counter()) < end:
            answer = await connection.post("/v1/bookings", next(bodies), key=uuid.uuid4().hex)
            if answer.status != 201:
                raise RuntimeError(f"a booking was answered {answer.status}: {answer.body[:300]!r}")
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(client(connection) for connection in connections))
    passed = time.perf_counter() - begun
    for connection in connections:
        await connection.close()
    return Rate(len(took), len(took) / passed, took)


async def ask_for_availability(url: str, token: str, paths: Iterator[str], *, seconds: float) -> Rate:
    """The same for `GET …/availability`, with half as many clients."""
    connections = [await Connection(url, token).open() for _ in range(AT_ONCE // 2)]
    end = time.perf_counter() + seconds
    took: list[float] = []

    async def client(connection: Connection) -> None:
        while (begun := time.perf_counter()) < end:
            answer = await connection.get(next(paths))
            if answer.status != 200:
                raise RuntimeError(f"availability was answered {answer.status}: {answer.body[:300]!r}")
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(client(connection) for connection in connections))
    passed = time.perf_counter() - begun
    for connection in connections:
        await connection.close()
    return Rate(len(took), len(took) / passed, took)
