"""Spans to an OTLP/HTTP collector, without what paths and queries hold. Imported only where a collector is set: the
SDK costs memory."""

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

_EXPORT_SECONDS = 3


class _WithoutPaths(SpanProcessor):
    """Paths hold signed tokens and queries hold names and phone numbers; `http.route` says enough (S3)."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002 - the SDK's signature
        for name in ("url.path", "url.query", "url.full"):
            if span.attributes and name in span.attributes:
                span.set_attribute(name, "[masked]")


def tracer_provider(service: str, exporter: SpanExporter) -> TracerProvider:
    """Spans of this service, sent in batches in the background; a collector that is away costs no request anything."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(_WithoutPaths())
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def otlp_exporter(endpoint: str) -> SpanExporter:
    """To `<endpoint>/v1/traces`, with a deadline."""
    return OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=_EXPORT_SECONDS)
