"""The document is written from our own registry; here it is held against golden examples and the services' lists."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from stories.contracts.asyncapi import asyncapi_document
from stories.contracts.registry import hearers, published_events
from stories.settling import HEARS

CONTRACTS = Path(__file__).parents[2] / "contracts"
DOCUMENT = YAML(typ="safe").load(asyncapi_document())
EVENTS = published_events()


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_each_event_is_a_message_of_its_topic_with_a_schema_that_is_there(event_type: str) -> None:
    _, event = EVENTS[event_type]
    assert event_type in DOCUMENT["channels"][event.topic]["messages"]
    payload = DOCUMENT["components"]["messages"][event_type]["payload"]["$ref"]
    assert (CONTRACTS / payload).exists()


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_each_golden_example_carries_the_headers_that_are_promised(event_type: str) -> None:
    envelope = DOCUMENT["components"]["schemas"]["envelope"]
    for path in (CONTRACTS / "events" / event_type).glob("example-*.json"):
        headers = json.loads(path.read_text())["headers"]
        assert set(envelope["required"]) <= set(headers) <= set(envelope["properties"])


def test_who_sends_and_who_receives_stands_there() -> None:
    operations = {(name.split("-")[0], each["action"], each["channel"]["$ref"].rsplit("/")[-1])
                  for name, each in DOCUMENT["operations"].items()}  # fmt: skip
    assert ("booking", "send", "guest.contacts") in operations
    assert {(one.service, "receive", one.reaction.topic) for one in hearers()} <= operations


def test_stories_wait_for_exactly_the_topics_that_each_service_reads() -> None:
    read: dict[str, set[str]] = {}
    for hearer in hearers():
        read.setdefault(hearer.service, set()).add(hearer.reaction.topic)
    assert {service: set(topics) for service, topics in HEARS.items()} == read
