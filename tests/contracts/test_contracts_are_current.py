"""The committed files say what the code does, and golden examples are only ever added."""

import json
from pathlib import Path

import jsonschema
import pytest
from messaging.event import PublishedEvent
from openapi_spec_validator import validate as validate_openapi
from stories.contracts.examples import of_booking, of_policy_and_notify
from stories.contracts.registry import published_events
from stories.contracts.schemas import schema_of
from stories.contracts.write import MANIFEST, ExampleChanged, generated, read_manifest, verify, write

ROOT = Path(__file__).parents[2] / "contracts"
EXAMPLES = ROOT / "events"
EVENTS = {name: event for name, (_, event) in published_events().items()}
GENERATED = generated()


def examples_of(event_type: str) -> list[Path]:
    return sorted((EXAMPLES / event_type).glob("example-*.json"))


@pytest.mark.parametrize("path", sorted(GENERATED))
def test_a_generated_file_is_committed_as_it_would_be_written_now(path: str) -> None:
    assert (ROOT / path).read_text() == GENERATED[path], "run `make contracts` and commit what it wrote"


def test_no_schema_or_document_is_left_of_something_that_is_gone() -> None:
    kept = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.json")} - {
        path.relative_to(ROOT).as_posix() for path in EXAMPLES.glob("*/example-*.json")
    }
    assert kept == {path for path in GENERATED if path.endswith(".json")}


@pytest.mark.parametrize("service", ["booking", "policy", "notify"])
def test_an_openapi_document_is_valid(service: str) -> None:
    validate_openapi(json.loads((ROOT / f"openapi/{service}.json").read_text()))


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_every_published_event_has_a_golden_example(event_type: str) -> None:
    assert examples_of(event_type)


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_every_golden_example_matches_the_schema(event_type: str) -> None:
    for path in examples_of(event_type):
        jsonschema.validate(json.loads(path.read_text())["data"], schema_of(EVENTS[event_type]))


@pytest.mark.parametrize(
    "event", [*of_booking.examples(), *of_policy_and_notify.examples()], ids=lambda event: event.type
)
def test_what_the_publisher_writes_it_can_read_back(event: PublishedEvent) -> None:
    assert type(event).model_validate_json(event.model_dump_json()) == event


def test_every_committed_example_is_recorded_and_unchanged() -> None:
    recorded = read_manifest(EXAMPLES)
    verify(EXAMPLES, recorded)
    committed = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/example-*.json")}
    assert committed == set(recorded)


def test_an_example_that_was_edited_stops_the_writing(tmp_path: Path) -> None:
    write(tmp_path, GENERATED)
    example = tmp_path / "events/booking.released.v1/example-1.json"
    example.write_text(example.read_text().replace("Table 4", "Table 5"))
    with pytest.raises(ExampleChanged, match=r"booking\.released"):
        write(tmp_path, GENERATED)


def test_an_example_that_was_removed_stops_the_writing(tmp_path: Path) -> None:
    write(tmp_path, GENERATED)
    (tmp_path / "events/booking.released.v1/example-1.json").unlink()
    with pytest.raises(ExampleChanged, match=r"booking\.released"):
        write(tmp_path, GENERATED)


def test_a_second_example_is_recorded_and_the_first_stays(tmp_path: Path) -> None:
    write(tmp_path, GENERATED)
    first = tmp_path / "events/booking.released.v1/example-1.json"
    before = first.read_bytes()
    second = first.with_name("example-2.json")
    second.write_bytes(before)
    assert write(tmp_path, GENERATED) == [f"events/{MANIFEST}"]
    assert first.read_bytes() == before
    assert "booking.released.v1/example-2.json" in read_manifest(tmp_path / "events")


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    assert write(tmp_path, GENERATED)
    assert write(tmp_path, GENERATED) == []
