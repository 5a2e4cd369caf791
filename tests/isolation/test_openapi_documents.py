"""The documents say of every route which refusals it can answer; that they are valid is held in tests/contracts."""

from typing import Any

import pytest
from callers import DOCUMENTS
from web.problem import CODES

pytestmark = pytest.mark.xdist_group("isolation")

OPERATIONS = [
    pytest.param(service, path, operation, id=f"{service}: {method.upper()} {path}")
    for service, document in DOCUMENTS.items()
    for path, operations in document["paths"].items()
    for method, operation in operations.items()
]
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(("service", "path", "operation"), OPERATIONS)
def test_every_route_names_its_refusals(service: str, path: str, operation: dict[str, Any]) -> None:
    parameters = {one["name"]: one for one in operation.get("parameters", [])}
    expected = {"internal_error", "timed_out"}
    if operation.get("security"):
        expected |= {"token_missing", "token_invalid", "scope_missing", "issuer_unreachable", "database_unavailable"}
    if any(one["in"] == "path" and name.endswith("_id") for name, one in parameters.items()):
        expected.add("not_found")
    if "cursor" in parameters or "after" in parameters:
        expected.add("bad_cursor")
    if parameters:
        expected.add("validation_failed")
    if "requestBody" in operation:
        expected |= {"bad_json", "body_too_large", "unsupported_media_type", "validation_failed", "request_timeout"}
    if "Idempotency-Key" in parameters:
        expected |= {"bad_idempotency_key", "idempotency_in_progress", "idempotency_key_reused", "commit_failed"}
    if "If-Match" in parameters:
        expected.add("version_mismatch")
    assert expected <= _codes(operation)


@pytest.mark.parametrize(("service", "path", "operation"), OPERATIONS)
def test_every_refusal_is_a_problem_of_the_one_list(service: str, path: str, operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) < 400:
            continue
        assert list(response["content"]) == [PROBLEM], status
        examples = response["content"][PROBLEM]["examples"]
        assert examples, f"{status} names its codes"
        assert {CODES[code][0] for code in examples} == {int(status)}


def _codes(operation: dict[str, Any]) -> set[str]:
    return {
        code
        for response in operation["responses"].values()
        for code in response.get("content", {}).get(PROBLEM, {}).get("examples", {})
    }
