"""Publishers and hearers never meet in code; here they do."""

import json
from pathlib import Path

import pytest
from messaging.heard import HeardEvent
from stories.contracts.registry import Hearer, hearers, hearers_by_type, published_events
from stories.contracts.schemas import schema_of, unpromised
from stories.contracts.unheard import UNHEARD

EXAMPLES = Path(__file__).parents[2] / "contracts/events"
EVENTS = {name: event for name, (_, event) in published_events().items()}
HEARERS = list(hearers())


def told(hearer: Hearer) -> str:
    return f"{hearer.service} hears {hearer.reaction.type}"


def test_somebody_hears_something() -> None:
    assert {hearer.service for hearer in HEARERS} == {"booking", "policy", "notify"}


@pytest.mark.parametrize("hearer", HEARERS, ids=told)
def test_what_is_heard_is_published_on_that_topic(hearer: Hearer) -> None:
    assert hearer.reaction.type in EVENTS
    assert EVENTS[hearer.reaction.type].topic == hearer.reaction.topic


@pytest.mark.parametrize("hearer", HEARERS, ids=told)
def test_a_hearer_reads_every_golden_example(hearer: Hearer) -> None:
    examples = sorted((EXAMPLES / hearer.reaction.type).glob("example-*.json"))
    assert examples
    for path in examples:
        data = json.loads(path.read_text())["data"]
        if not EVENTS[hearer.reaction.type].tombstone:
            hearer.reaction.model.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("hearer", HEARERS, ids=told)
def test_a_hearer_requires_only_what_is_promised(hearer: Hearer) -> None:
    event = EVENTS[hearer.reaction.type]
    if not event.tombstone:
        assert unpromised(hearer.reaction.model.model_json_schema(), schema_of(event)) == []


def test_every_event_has_a_hearer_or_a_reason_to_have_none() -> None:
    heard = set(hearers_by_type())
    assert {name for name in EVENTS if name not in heard} == set(UNHEARD)
    assert all(UNHEARD.values())


class Greedy(HeardEvent):
    booking_id: str
    walk_in: bool
    table: str


def test_a_hearer_that_requires_too_much_is_found_out() -> None:
    """`walk_in` has a default, so an older record may lack it; nobody ever promised `table`."""
    confirmed = schema_of(EVENTS["booking.confirmed.v1"])
    assert unpromised(Greedy.model_json_schema(), confirmed) == ["walk_in", "table"]


class Inside(HeardEvent):
    arrived_party: int
    code: str


class GreedyInside(HeardEvent):
    booking: Inside


def test_a_hearer_that_requires_too_much_inside_a_snapshot_is_found_out() -> None:
    confirmed = schema_of(EVENTS["booking.confirmed.v1"])
    assert unpromised(GreedyInside.model_json_schema(), confirmed) == ["booking.arrived_party"]
