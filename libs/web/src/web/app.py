"""One service's HTTP application, put together in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from messaging.database import Database
from messaging.delivery import Delivery
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from web.auth import assert_every_route_is_guarded
from web.body_guard import BodyGuard
from web.deadline import Deadline
from web.docs import docs_router
from web.events_feed import events_router
from web.health import Readiness, ReadyCheck, database_check, health_router, schema_check
from web.lifespan import lifespan_of
from web.metrics import RequestMetrics, SqlGauge, SqlGauges, metrics_router
from web.openapi import assert_operation_ids_differ, describe, operation_id
from web.problem_answers import ProblemTable, install_problem_handlers
from web.request_context import RequestContext
from web.settings import WebSettings
from web.signing_keys import SigningKeys
from web.tokens import Tokens
from web.transactional import TransactionalRoute

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


class PostWithoutIdempotency(Exception):
    """A POST route is no TransactionalRoute, so it would not honour Idempotency-Key; the start stops."""


def create_app(
    *,
    name: str,
    title: str,
    description: str,
    version: str,
    settings: WebSettings,
    database: Database,
    delivery: Delivery[Any] | None,
    migrations: Path,
    routers: Sequence[APIRouter],
    problems: ProblemTable | None = None,
    feed_topics: Sequence[str] | None = None,
    ready_checks: Sequence[ReadyCheck] = (),
    sql_gauges: Sequence[SqlGauge] = (),
    registries: Sequence[CollectorRegistry] = (),
    openapi_tags: Sequence[dict[str, Any]] = (),
) -> FastAPI:
    """The application of the service `name`.

    `problems` is the service's one table from its broken rules to problems. `feed_topics` defaults to the delivery's
    own topics without compacted ones (they may hold personal data) and dead letters. The lifespan starts and
    stops `delivery`. Raises RouteIsUnguarded, PostWithoutIdempotency, OperationIdsClash before anything is served.
    """
    registry = CollectorRegistry()
    app = _bare_app(name, settings, registry)
    app.title, app.description, app.version = title, description, version
    app.openapi_tags = list(openapi_tags) or None
    app.state.name = name
    app.state.settings = settings
    app.state.database = database
    app.state.delivery = delivery
    app.state.problems = problems or {}
    checks = [database_check(database), schema_check(database, migrations), *ready_checks]
    if delivery is not None:
        registries = [delivery.registry, *registries]
        checks.append(ReadyCheck("kafka", delivery.broker_answers, required=False))
    gauges = SqlGauges(database, sql_gauges, registry)
    operations = [health_router(Readiness(checks)), metrics_router([registry, *registries], gauges), docs_router(app)]
    feed = events_router(_feed_topics(delivery) if feed_topics is None else feed_topics)
    # A worker has a port for its probes and measures only.
    served = [] if getattr(settings, "role", "all") == "worker" else [*routers, feed]
    for router in [*served, *operations]:
        app.include_router(router)
    install_problem_handlers(app)
    _document(app)
    assert_every_route_is_guarded(app)
    _assert_every_post_is_transactional(app)
    assert_operation_ids_differ(app)
    return app


def _bare_app(name: str, settings: WebSettings, registry: CollectorRegistry) -> FastAPI:
    traces = _traces(name, settings.otel_exporter_otlp_endpoint)
    app = FastAPI(
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        lifespan=lifespan_of,
        telemetry={
            "auto_configure": False,
            "tracing": traces is not None,
            "tracer_provider": traces,
            "metrics": False,
            "logs": False,
        },
        middleware=[
            Middleware(RequestContext, metrics=RequestMetrics(registry)),
            Middleware(Deadline, seconds=settings.http_timeout_seconds),
            Middleware(BodyGuard),
        ],
    )
    keys = SigningKeys(settings.oidc_jwks_url)
    app.state.signing_keys = keys
    app.state.tokens = Tokens(keys, issuer=settings.oidc_issuer, audience=settings.oidc_audience)
    app.state.traces = traces
    app.state.draining = False
    app.state.closing = asyncio.Event()
    return app


def _traces(name: str, endpoint: str | None) -> TracerProvider | None:
    if endpoint is None:
        return None
    from web.tracing import otlp_exporter, tracer_provider  # noqa: PLC0415 - the SDK's memory only where it is used

    return tracer_provider(name, otlp_exporter(endpoint))


def _feed_topics(delivery: Delivery[Any] | None) -> list[str]:
    topics = delivery.topics if delivery is not None else []
    return [topic.name for topic in topics if not topic.compacted and not topic.name.endswith(".dlq")]


def _document(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _assert_every_post_is_transactional(app: FastAPI) -> None:
    others = [
        str(context.path)
        for context in iter_route_contexts(app.routes)
        if "POST" in (context.methods or ()) and not isinstance(context.original_route, TransactionalRoute)
    ]
    if others:
        raise PostWithoutIdempotency("not a TransactionalRoute: " + ", ".join(others))
