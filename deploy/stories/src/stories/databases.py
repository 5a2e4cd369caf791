"""Reading the three databases, and moving the one business clock that they share."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from stories.patience import Patience

_UNSENT = """
    SELECT count(*) AS unsent, (SELECT coalesce(max(position), 0) FROM outbox) AS last FROM outbox
    WHERE sent_at IS NULL
"""
_DUE = "SELECT kind, key, fire_at FROM timer WHERE dead_at IS NULL AND fire_at <= clock_now() ORDER BY fire_at LIMIT 1"
_NEXT = "SELECT min(fire_at) AS fire_at FROM timer WHERE dead_at IS NULL AND fire_at > clock_now()"
_STEP = "SELECT advance_clock($1::timestamptz - clock_now()) WHERE clock_now() < $1::timestamptz"
_AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose instant has come."""

    service: str
    kind: str
    key: str
    fire_at: datetime


@dataclass
class Databases:
    """One connection a database, made anew when it breaks: a killed PostgreSQL is waited for, not given up on."""

    urls: Mapping[str, str]
    patience: Patience
    _connections: dict[str, "asyncpg.Connection[Any]"] = field(default_factory=dict)

    async def rows(self, service: str, query: str, *arguments: object) -> Sequence[Mapping[str, Any]]:
        """Rows of a query on the database of `service`. Raises StillWaiting while PostgreSQL is away for too long."""

        async def look() -> Sequence[Mapping[str, Any]] | None:
            try:
                connection = await self._connected(service)
                return [dict(row) for row in await connection.fetch(query, *arguments)]
            except _AWAY:
                await self._forget(service)
                return None

        return await self.patience.until(look, lambda: f"the database of {service} does not answer")

    async def value(self, service: str, query: str, *arguments: object) -> Any:
        """The first column of the first row, or None."""
        rows = await self.rows(service, query, *arguments)
        return next(iter(rows[0].values())) if rows else None

    async def now(self) -> datetime:
        """Business time: that of the database which is behind, should a step have been cut in the middle."""
        instants: list[datetime] = [await self.value(service, "SELECT clock_now()") for service in self.urls]
        return min(instants)

    async def step_to(self, instant: datetime) -> None:
        """Set all clocks to `instant`. Doing it twice changes nothing; a clock is never set back."""
        # at once: a service that is ahead would tell the others of what is still to come for them
        await asyncio.gather(*(self.rows(service, _STEP, instant) for service in self.urls))

    async def shift(self, by: timedelta) -> None:
        """Move all clocks, also back: only before anything has happened."""
        for service in self.urls:
            await self.rows(service, "SELECT advance_clock($1)", by)

    async def next_due(self) -> datetime | None:
        """The instant of the first timer that is not due yet, over all services."""
        instants = [await self.value(service, _NEXT) for service in self.urls]
        return min((instant for instant in instants if instant is not None), default=None)

    async def due_timer(self) -> DueTimer | None:
        """A timer that is due and has not fired, if there is one."""
        for service in self.urls:
            for row in await self.rows(service, _DUE):
                return DueTimer(service, row["kind"], row["key"], row["fire_at"])
        return None

    async def unsent(self) -> tuple[dict[str, int], int]:
        """Unsent outbox rows a service, and a number that grows with every row that was ever written."""
        counts, written = {}, 0
        for service in self.urls:
            row = (await self.rows(service, _UNSENT))[0]
            counts[service] = row["unsent"]
            written += row["last"]
        return counts, written

    async def close(self) -> None:
        """Close the connections."""
        for service in list(self._connections):
            await self._forget(service)

    async def _connected(self, service: str) -> "asyncpg.Connection[Any]":
        connection = self._connections.get(service)
        if connection is None or connection.is_closed():
            url = self.urls[service].replace("postgresql+asyncpg://", "postgresql://")
            connection = await asyncpg.connect(url, timeout=5, command_timeout=20)
            self._connections[service] = connection
        return connection

    async def _forget(self, service: str) -> None:
        connection = self._connections.pop(service, None)
        if connection is not None and not connection.is_closed():
            connection.terminate()
