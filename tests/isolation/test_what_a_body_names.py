"""A body that names another's thing is refused as if that thing had never been, or means something of one's own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from booking_rows import REFERENCES
from callers import DOCUMENTS, assert_documented, filled, never_existed, path_of, without
from isolation_rows import Reference, Refers
from matrix import ROWS
from neighbourhood import Neighbour, Neighbourhood

pytestmark = pytest.mark.xdist_group("isolation")

NAMES_A_THING = ("_id", "_ids", "_version", "joins")


def every_reference(then: Refers) -> pytest.MarkDecorator:
    chosen = [pytest.param(one, id=f"{one.route} {one.inside}") for one in REFERENCES if one.then is then]
    return pytest.mark.parametrize("reference", chosen)


@pytest.mark.parametrize("service", ROWS)
def test_every_field_that_can_name_a_thing_is_tried(service: str) -> None:
    tried = {(one.route, one.inside) for one in REFERENCES} if service == "booking" else set()
    assert set(_fields_that_name_things(DOCUMENTS[service])) == tried


@every_reference(Refers.REFUSED)
async def test_another_s_thing_in_a_body_is_one_that_never_existed(
    there: Neighbourhood, neighbour: Neighbour, reference: Reference
) -> None:
    theirs = there.owner.things[reference.names]
    before = await there.records.of(there.owner.tenant)
    found = await _send(neighbour, reference, theirs)
    never = await _send(neighbour, reference, never_existed(theirs))
    assert found.status_code in (404, 422)
    assert without(found, theirs) == without(never, never_existed(theirs))
    neighbour.assert_sees_nothing(found.text, sent={"named": theirs})
    assert await there.records.of(there.owner.tenant) == before


@every_reference(Refers.OWN_NAME)
async def test_a_name_that_another_uses_too_means_one_s_own(there: Neighbourhood, reference: Reference) -> None:
    stranger = there.neighbours["another tenant"]
    theirs = there.owner.things[reference.names]
    named = {one.names: there.owner.things[one.names] for one in REFERENCES if one.then is Refers.OWN_NAME}
    before = await there.records.of(there.owner.tenant)
    made = await _send(stranger, reference, theirs)
    assert made.is_success, made.text
    stranger.assert_sees_nothing(made.text, sent=named)
    await there.world.settle()
    path = f"/v1/{reference.row.path.split('/')[2]}/{made.json()['id']}"
    seen = await stranger.caller.ask("booking", "GET", path)
    stranger.assert_sees_nothing(seen.text, sent=named)
    messages = await stranger.caller.ask("notify", "GET", "/v1/messages")
    stranger.assert_sees_nothing(messages.text, sent=named)
    assert await there.records.of(there.owner.tenant) == before


async def test_rules_that_another_showed_are_not_the_terms_of_one_s_own_booking(there: Neighbourhood) -> None:
    stranger = there.neighbours["another tenant"]
    (reference,) = [one for one in REFERENCES if one.inside == "terms_version"]
    later = replace(reference, body={**reference.body, "starts_at": "2038-05-02T10:00:00Z"})
    made = (await _send(stranger, later, there.owner.things["rules_version"])).json()
    await there.world.settle()
    seen = (await stranger.caller.ask("booking", "GET", f"/v1/bookings/{made['id']}")).json()
    rules = (await stranger.caller.ask("policy", "GET", f"/v1/venues/{made['venue_id']}/rules")).json()
    assert seen["terms"]["version"] == rules["rules_version"]


async def _send(neighbour: Neighbour, reference: Reference, thing: str) -> httpx.Response:
    row, caller = reference.row, neighbour.caller
    path = path_of(row, neighbour.things)
    headers = {}
    if row.method == "PATCH":
        headers["If-Match"] = (await caller.ask("booking", "GET", path)).headers["ETag"]
    body = filled(reference.naming(thing), neighbour.things)
    answer = await caller.ask("booking", row.method, path, json=body, headers=headers)
    assert_documented("booking", row, answer)
    return answer


def _fields_that_name_things(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                for field in _fields(content.get("schema", {}), document):
                    if field.endswith(NAMES_A_THING):
                        yield f"{method.upper()} {path}", field


def _fields(schema: dict[str, Any], document: dict[str, Any], before: str = "") -> Iterator[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for one in schema.get("anyOf", []):
        yield from _fields(one, document, before)
    for name, inner in schema.get("properties", {}).items():
        yield f"{before}{name}"
        yield from _fields(inner, document, f"{before}{name}.")
