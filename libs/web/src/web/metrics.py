"""`/metrics`: a registry of its own for each app, requests counted, and gauges that SQL answers at the scrape."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from fastapi import APIRouter
from messaging.database import Database
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import text
from starlette.responses import PlainTextResponse, Response

from web.auth import public

_log = structlog.get_logger("web.metrics")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SCRAPE_SECONDS = 2.0


class RequestMetrics:
    """How many requests, how long, how many at once."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "http_requests", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "http_request_duration_seconds", "Time to the end of the answer.", ["method", "route"],
            buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self.in_progress = Gauge("http_requests_in_progress", "Requests being answered.", registry=registry)

    def count(self, method: str, route: str, status: int | None, seconds: float) -> None:
        """Book one request. `status` None: the connection was cut before an answer."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(method, route, str(status or "cut")).inc()
        self._seconds.labels(method, route).observe(seconds)


@dataclass(frozen=True, slots=True)
class SqlGauge:
    """A gauge read from the database at every scrape.

    `sql` yields one row for each label combination: the labels' values in order, then the number.
    """

    name: str
    documentation: str
    sql: str
    labels: tuple[str, ...] = ()


class SqlGauges:
    """All SQL gauges of a service, refreshed together under one deadline."""

    def __init__(self, database: Database, gauges: Sequence[SqlGauge], registry: CollectorRegistry) -> None:
        self._database = database
        self._gauges = [(one, Gauge(one.name, one.documentation, one.labels, registry=registry)) for one in gauges]
        self._stale = Gauge(
            "sql_gauges_stale", "1 while the database did not answer the scrape in time.", registry=registry
        )

    async def refresh(self) -> None:
        """Read all gauges anew. A database that is away leaves `sql_gauges_stale 1` and no values."""
        try:
            async with asyncio.timeout(_SCRAPE_SECONDS):
                await self._read()
            self._stale.set(0)
        except Exception as error:
            for _, gauge in self._gauges:
                gauge.clear()
            self._stale.set(1)
            _log.warning("sql_gauges_unread", error=type(error).__name__)

    async def _read(self) -> None:
        async with self._database.engine.connect() as connection:
            for one, gauge in self._gauges:
                rows = (await connection.execute(text(one.sql))).all()
                gauge.clear()
                for *labels, value in rows:
                    (gauge.labels(*map(str, labels)) if one.labels else gauge).set(float(value or 0))


def metrics_router(registries: Sequence[CollectorRegistry], gauges: SqlGauges) -> APIRouter:
    """`/metrics` over all registries of the process; their names do not overlap."""
    router = APIRouter(dependencies=[public], tags=["operations"])

    @router.get("/metrics", summary="Measures for Prometheus", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Requests, outbox lag, consumer lag, timers and what the service adds, in Prometheus' text format."""
        await gauges.refresh()
        content = b"".join(generate_latest(registry) for registry in registries)
        return Response(content, media_type=CONTENT_TYPE_LATEST)

    return router
