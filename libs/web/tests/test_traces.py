"""Traces reach a collector over OTLP/HTTP and hold no paths; events name the span that caused them."""

import asyncio
from contextlib import asynccontextmanager

import httpx
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from shelf_service import shelf_app
from web.lifespan import lifespan_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@asynccontextmanager
async def a_collector():
    """Keeps the bodies that are posted to it."""
    bodies = []

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        bodies.append(await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0])))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", bodies


def spans_in(bodies):
    for body in bodies:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                yield from scope.spans


async def test_a_request_is_a_span_and_its_event_names_it(database, settings, issuer, scalar):
    async with a_collector() as (url, bodies):
        app = shelf_app(database, settings.model_copy(update={"otel_exporter_otlp_endpoint": url}))
        token = issuer.mint("tnt_1", ["shelves:write"])
        headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shelf.test", headers=headers) as client:
            await client.post("/v1/shelves", json={"id": "a", "pieces": 1}, params={"q": "+49 170 1234567"})
        traceparent = str(await scalar("SELECT traceparent FROM outbox"))
        async with lifespan_of(app):
            pass
    spans = {span.span_id.hex(): span for span in spans_in(bodies)}
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE}
    server = spans[traceparent.split("-")[2]]
    attributes = {one.key: one.value.string_value for one in server.attributes}
    assert attributes["http.route"] == "/v1/shelves"
    assert attributes["url.query"] == attributes["url.path"] == "[masked]"
    assert not any(b"1234567" in body for body in bodies)


async def test_a_collector_that_is_away_costs_no_request_anything(database, settings):
    app = shelf_app(database, settings.model_copy(update={"otel_exporter_otlp_endpoint": "http://127.0.0.1:9"}))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf.test")
    async with asyncio.timeout(10), lifespan_of(app), client:
        assert (await client.get("/open")).status_code == 200
