"""Probes, measures, documents: what operators and developers look at."""

import asyncio
import json

import httpx
import pytest
from fastapi import APIRouter
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import Topic
from messaging.settings import DeliverySettings
from openapi_spec_validator import validate
from shelf_service import MIGRATIONS, shelf_app
from sqlalchemy import text
from web.app import PostWithoutIdempotency, create_app
from web.auth import public
from web.health import Readiness, ReadyCheck
from web.lifespan import lifespan_of
from web.openapi import OperationIdsClash
from web.settings import WebSettings


async def test_livez_answers_without_a_database(settings):
    app = shelf_app(Database("postgresql://nobody@127.0.0.1:9/none", source="shelf"), settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf.test") as client:
        assert (await client.get("/livez")).json() == {"status": "ok"}
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert answer.json()["checks"]["database"] == "failing"


async def test_readyz_is_ok_on_a_migrated_database(call):
    assert (await call(token=None).get("/readyz")).json() == {
        "status": "ok",
        "checks": {"database": "ok", "schema": "ok"},
    }


async def test_readyz_is_503_on_an_unmigrated_schema(call, database):
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = await call(token=None).get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"database": "ok", "schema": "failing"})


async def test_readyz_is_503_while_draining(call, app):
    app.state.draining = True
    answer = await call(token=None).get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Connection"] == "close"


async def test_a_probe_that_ignores_cancelling_does_not_hold_readyz():
    let_go = asyncio.Event()

    async def stubborn():
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue
        return True

    readiness = Readiness([ReadyCheck("kafka", stubborn, required=False)], seconds=0.01)
    assert await readiness.probe() == {"kafka": "failing"}
    let_go.set()


class SettingsOfAll(WebSettings, DeliverySettings):
    """As every service has them."""


def settings_with(settings, **changes):
    return SettingsOfAll(**settings.model_dump(), kafka_bootstrap="127.0.0.1:9", **changes)


def a_delivery(database, settings):
    return Delivery(
        database=database, settings=settings, group="shelf", topics=[Topic("shelf.events", 1)], reactions=[], timers=[],
        open_work=lambda transaction: transaction,
    )  # fmt: skip


async def test_without_kafka_it_is_ready_and_degraded_and_stops_in_time(settings, database):
    app = shelf_app(database, told := settings_with(settings), a_delivery(database, told))
    async with (
        asyncio.timeout(10),
        lifespan_of(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf.test") as client,
    ):
        answer = await client.get("/readyz")
        measures = (await client.get("/metrics")).text
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["kafka"] == "failing"
    assert "holdfast_duplicate_events_total" in measures


async def test_a_worker_serves_its_probes_and_nothing_else(settings, database):
    app = shelf_app(database, settings_with(settings, role="worker"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf.test") as client:
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.get("/v1/shelves")).status_code == 404
        assert (await client.get("/v1/events")).status_code == 404


async def test_metrics_count_requests_by_template_and_ask_the_database(call):
    await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    await call().get("/v1/shelves/a")
    await call().get("/v1/shelves/nobody")
    text = (await call(token=None).get("/metrics")).text
    assert 'http_requests_total{method="GET",route="/v1/shelves/{shelf_id}",status="200"} 1.0' in text
    assert 'http_requests_total{method="GET",route="/v1/shelves/{shelf_id}",status="404"} 1.0' in text
    assert 'shelves{tenant="tnt_1"} 1.0' in text
    assert "sql_gauges_stale 0.0" in text


async def test_metrics_answer_without_a_database_and_say_so(settings):
    app = shelf_app(Database("postgresql://nobody@127.0.0.1:9/none", source="shelf"), settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf.test") as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert "sql_gauges_stale 1.0" in answer.text


async def test_unknown_methods_and_paths_do_not_multiply_series(call):
    for n in range(3):
        await call().request(f"ODD{n}", f"/nowhere/{n}")
    text = (await call().get("/metrics")).text
    assert 'http_requests_total{method="OTHER",route="(none)",status="404"} 3.0' in text


async def test_the_openapi_document_is_valid_and_complete(call):
    document = (await call(token=None).get("/openapi.json")).json()
    validate(document)
    take = document["paths"]["/v1/shelves/{shelf_id}/take"]["post"]
    assert take["operationId"] == "take_piece"
    assert take["security"] == [{"bearer": ["shelves:write"]}]
    assert {"200", "400", "401", "403", "409", "422", "500", "503", "504"} <= set(take["responses"])
    conflict = take["responses"]["409"]["content"]["application/problem+json"]
    assert set(conflict["examples"]) == {"shelf_empty", "idempotency_in_progress"}
    assert "Idempotency-Key" in [one["name"] for one in take["parameters"]]
    assert "HTTPValidationError" not in json.dumps(document)
    assert "security" not in document["paths"]["/open"]["get"]


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
async def test_documentation_pages_need_no_other_server(call, page):
    client = call(token=None)
    html = (await client.get(page)).text
    assert "https://" not in html.replace("https://cdn.redoc.ly", "")  # that one is the rule that hides a foreign logo
    assets = [part.split('"')[0] for part in html.split('"') if part.startswith("docs-assets/")]
    assert assets
    for asset in assets:
        answer = await client.get("/" + asset)
        assert answer.status_code == 200
        assert len(answer.content) > 100


@pytest.mark.parametrize("name", ["README.md", "..%2Fapp.py", "redoc.LICENSE"])
async def test_nothing_else_is_served_as_an_asset(call, name):
    assert (await call().get(f"/docs-assets/{name}")).status_code == 404


def refused_app(settings, *routers):
    return create_app(
        name="x", title="x", description="x", version="1", settings=settings, delivery=None, migrations=MIGRATIONS,
        database=Database("postgresql://nobody@127.0.0.1:9/none", source="shelf"), routers=routers,
    )  # fmt: skip


def test_a_post_that_is_not_transactional_stops_the_start(settings):
    router = APIRouter(dependencies=[public])
    router.post("/forgetful")(lambda: 1)
    with pytest.raises(PostWithoutIdempotency, match="/forgetful"):
        refused_app(settings, router)


def test_two_functions_of_one_name_stop_the_start(settings):
    router = APIRouter(dependencies=[public])

    def twin():
        return 1

    router.get("/a")(twin)
    router.get("/b")(twin)
    with pytest.raises(OperationIdsClash, match="twin"):
        refused_app(settings, router)
