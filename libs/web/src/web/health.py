"""`/livez` and `/readyz`: is the process alive, and may it be sent requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from messaging.database import Database
from messaging.migrations_runner import head
from sqlalchemy import text

from web.auth import public
from web.problem import Problem, problem_responses

_PROBE_SECONDS = 2.0
_VERSION = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One probe: returns True when all is well. Raising or taking longer than two seconds counts as False.

    `required`: without it the service is not ready (503); else it is ready and degraded.
    """

    name: str
    probe: Callable[[], Awaitable[bool]]
    required: bool = True


@dataclass(slots=True)
class Readiness:
    """Runs all checks at once, each within its deadline, whatever it waits for."""

    checks: Sequence[ReadyCheck]
    seconds: float = _PROBE_SECONDS
    _abandoned: set[asyncio.Task[bool]] = field(default_factory=set)

    async def probe(self) -> dict[str, str]:
        """Each check's name with `ok` or `failing`."""
        tasks = {check.name: asyncio.create_task(_quietly(check.probe)) for check in self.checks}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=self.seconds)
        for task in tasks.values():
            if not task.done():
                # Cancelled but not awaited: a client of a frozen peer may not even react to that.
                self._abandoned.add(task)
                task.add_done_callback(self._abandoned.discard)
                task.cancel()
        return {name: "ok" if task.done() and task.result() else "failing" for name, task in tasks.items()}


async def _quietly(probe: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await probe()
    except Exception:
        return False


def database_check(database: Database) -> ReadyCheck:
    """The database answers."""

    async def probe() -> bool:
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return True

    return ReadyCheck("database", probe)


def schema_check(database: Database, migrations: Path) -> ReadyCheck:
    """The database is at the revision that this code was written for."""
    expected = head(migrations)

    async def probe() -> bool:
        async with database.engine.connect() as connection:
            return (await connection.execute(_VERSION)).scalars().all() == [expected]

    return ReadyCheck("schema", probe)


def health_router(readiness: Readiness) -> APIRouter:
    """The two probes; `/livez` touches nothing."""
    router = APIRouter(dependencies=[public], tags=["operations"])

    @router.get("/livez", summary="Is the process alive?", response_description="It is.")
    async def livez() -> dict[str, str]:
        """Answers as long as the process can; asks neither the database nor the broker."""
        return {"status": "ok"}

    @router.get(
        "/readyz",
        summary="May it be sent requests?",
        response_description="It may; `degraded` without the broker.",
        responses=problem_responses("not_ready"),
    )
    async def readyz(request: Request) -> dict[str, Any]:
        """503 without the database, with an unmigrated schema, and while shutting down; `degraded` without Kafka,
        because the API keeps accepting and the facts wait in the outbox."""
        if request.app.state.draining:
            raise Problem(503, "not_ready", "The process is shutting down.")
        checks = await readiness.probe()
        missing = [check.name for check in readiness.checks if check.required and checks[check.name] != "ok"]
        if missing:
            raise Problem(503, "not_ready", f"Failing: {', '.join(missing)}.", checks=checks)
        return {"status": "ok" if "failing" not in checks.values() else "degraded", "checks": checks}

    return router
