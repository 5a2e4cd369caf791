"""The AsyncAPI 3 document: one channel a topic, who sends and who receives, headers and keys."""

from io import StringIO
from typing import Any

from messaging.event import PublishedEvent
from ruamel.yaml import YAML

from stories.contracts.registry import hearers, published_events

_HEADERS = {
    "ce_specversion": "always 1.0",
    "ce_id": "the event's id; the same on every delivery",
    "ce_type": "the type, such as booking.released.v1",
    "ce_source": "the service that publishes it, such as /booking",
    "ce_subject": "the id of what it is about; also the record's key, on a compacted topic after the tenant",
    "ce_time": "business time, RFC 3339 in UTC",
    "ce_dataschema": "which schema the value has",
    "ce_tenant": "the business that it belongs to",
    "ce_sequence": "counts up by one for each source, tenant and subject",
    "content-type": "application/json",
}
_SOMETIMES = {
    "ce_causationid": "the event or request that led to it",
    "traceparent": "W3C trace context",
}


def asyncapi_document() -> str:
    """YAML, in the order of the publishers' files."""
    events = published_events()
    topics = {event.topic: service for service, event in events.values()}
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Holdfast events",
            "version": "1",
            "description": "CloudEvents 1.0 over Kafka, binary mode. Written by `make contracts`.",
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, events) for topic in topics},
        "operations": {
            **{f"{service}-sends-{topic}": _operation("send", topic) for topic, service in topics.items()},
            **{
                f"{service}-receives-{topic}": _operation("receive", topic)
                for service, topic in dict.fromkeys((one.service, one.reaction.topic) for one in hearers())
            },
        },
        "components": {
            "messages": {name: _message(event) for name, (_, event) in events.items()},
            "schemas": {"envelope": _envelope()},
        },
    }
    text = StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump(document, text)
    return text.getvalue()


def _channel(topic: str, events: Any) -> dict[str, Any]:
    names = [name for name, (_, event) in events.items() if event.topic == topic]
    return {"address": topic, "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names}}


def _operation(action: str, topic: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{topic}"}}


def _message(event: type[PublishedEvent]) -> dict[str, Any]:
    return {
        "name": event.type,
        "summary": " ".join((event.__doc__ or event.__name__).split()),
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {"$ref": f"./events/{event.type}/schema.json"},
        "bindings": {"kafka": {"key": {"type": "string", "description": _key(event)}}},
    }


def _key(event: type[PublishedEvent]) -> str:
    own = f"the event's {event.subject_field}"
    return f"the tenant, a blank, and {own}" if event.compacted else own


def _envelope() -> dict[str, Any]:
    described = {name: {"type": "string", "description": words} for name, words in (_HEADERS | _SOMETIMES).items()}
    return {"type": "object", "required": list(_HEADERS), "properties": described}
