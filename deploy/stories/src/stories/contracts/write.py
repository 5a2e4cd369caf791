"""Writing contracts/: what follows from code is written anew, golden examples are only ever added."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stories.contracts.asyncapi import asyncapi_document
from stories.contracts.examples import of_booking, of_policy_and_notify
from stories.contracts.examples.on_the_wire import on_the_wire
from stories.contracts.flow import flow_document
from stories.contracts.openapi import as_text, openapi_documents
from stories.contracts.registry import published_events
from stories.contracts.schemas import schema_of

MANIFEST = "EXAMPLES.sha256"


class ExampleChanged(Exception):
    """A golden example differs from what was recorded when it was added."""


def generated() -> dict[str, str]:
    """Path under contracts/ → text, for every file that follows from code."""
    files = {f"openapi/{service}.json": as_text(document) for service, document in openapi_documents().items()}
    for name, (_, event) in published_events().items():
        files[f"events/{name}/schema.json"] = as_text(schema_of(event))
    return files | {"FLOW.md": flow_document(), "asyncapi.yaml": asyncapi_document()}


def golden_examples() -> dict[str, dict[str, Any]]:
    """Event type → its first example, as it would be written if there were none yet."""
    services = {name: service for name, (service, _) in published_events().items()}
    events = [*of_booking.examples(), *of_policy_and_notify.examples()]
    return {
        event.type: on_the_wire(event, service=services[event.type], position=position)
        for position, event in enumerate(events)
    }


def write(root: Path, files: Mapping[str, str] | None = None) -> list[str]:
    """Write contracts/ (`files`, and examples that are new) at `root`; returns the paths that changed.

    Raises ExampleChanged, and then nothing was written.
    """
    examples = root / "events"
    recorded = read_manifest(examples)
    verify(examples, recorded)
    changed = [path for path, text in (files or generated()).items() if _write(root / path, text)]
    for name, example in golden_examples().items():
        path = f"{name}/example-1.json"
        if path not in recorded and not (examples / path).exists():
            _write(examples / path, as_text(example))
            changed.append(f"events/{path}")
    for found in sorted(examples.glob("*/example-*.json")):
        recorded.setdefault(found.relative_to(examples).as_posix(), _digest(found))
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(recorded.items()))
    if _write(examples / MANIFEST, lines):
        changed.append(f"events/{MANIFEST}")
    return changed


def read_manifest(examples: Path) -> dict[str, str]:
    """Path of an example → digest recorded when it was added. The format is that of `sha256sum`."""
    manifest = examples / MANIFEST
    if not manifest.exists():
        return {}
    pairs = (line.split("  ", 1) for line in manifest.read_text().splitlines())
    return {path: digest for digest, path in pairs}


def verify(examples: Path, recorded: dict[str, str]) -> None:
    """Raise ExampleChanged if a recorded example was edited or removed."""
    for path, digest in recorded.items():
        file = examples / path
        if not file.exists() or _digest(file) != digest:
            raise ExampleChanged(
                f"contracts/events/{path} was added once and others rely on it: put it back, add a new one beside it"
            )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str) -> bool:
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True
