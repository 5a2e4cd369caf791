"""The JSON Schema of each event's value, and what a hearer may count on."""

from collections.abc import Iterator
from typing import Any

from messaging.event import PublishedEvent

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Node = dict[str, Any]


def schema_of(event: type[PublishedEvent]) -> Node:
    """What the value of a record of this type looks like.

    `required` names what every record has had since the type exists: a field with a default may be younger
    than a record that is still on the topic, so no hearer may count on it. A tombstone has no value.
    """
    head = {"$schema": DIALECT, "$id": event.type}
    if event.tombstone:
        return head | {
            "title": event.__name__,
            "description": "A tombstone: the record has a key and headers, and no value.",
            "type": "null",
        }
    return head | event.model_json_schema(mode="validation")


def unpromised(hearer: Node, publisher: Node) -> list[str]:
    """The dotted names of what a hearer's model requires and the publisher's schema does not promise."""
    return list(_unpromised(hearer, hearer, publisher, publisher, ()))


def _unpromised(hearer_root: Node, hearer: Node, root: Node, promised: Node, path: tuple[str, ...]) -> Iterator[str]:
    hearer, promised = _object_in(hearer_root, hearer), _object_in(root, promised)
    for name, wanted in hearer.get("properties", {}).items():
        here = (*path, name)
        given = promised.get("properties", {}).get(name)
        if name in hearer.get("required", ()) and (
            name not in promised.get("required", ()) or (_may_be_null(given) and not _may_be_null(wanted))
        ):
            yield ".".join(here)
        elif given is not None:
            yield from _unpromised(hearer_root, wanted, root, given, here)


def _object_in(root: Node, node: Node) -> Node:
    """The object that a node speaks of, through references, lists and `… | None`."""
    if "$ref" in node:
        return _object_in(root, root["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    if isinstance(node.get("items"), dict):
        return _object_in(root, node["items"])
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _object_in(root, choice)
    return node


def _may_be_null(node: Node | None) -> bool:
    if node is None:
        return True
    return node.get("type") == "null" or not node or any(_may_be_null(choice) for choice in node.get("anyOf", ()))
