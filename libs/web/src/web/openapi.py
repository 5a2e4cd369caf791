"""The OpenAPI document: operation ids are function names, and every route says which problems it can answer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field

from web.problem import problem_responses

_ALWAYS = ("internal_error", "timed_out")
_WITH_TOKEN = ("token_missing", "token_invalid", "scope_missing", "issuer_unreachable")
_WITH_BODY = (
    "bad_json",
    "json_too_deep",
    "request_timeout",
    "body_too_large",
    "validation_failed",
    "unsupported_media_type",
)
_WITH_DATABASE = ("database_unavailable", "database_busy", "value_not_storable")
_WITH_KEY = (
    "bad_idempotency_key", "idempotency_in_progress", "idempotency_key_reused", "commit_failed",
)  # fmt: skip
_METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}


class ProblemDocument(BaseModel):
    """An answer with a status of 400 or more (RFC 9457, `application/problem+json`)."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str = Field(description="A URI that names the kind of problem.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="What was wrong this time.")
    instance: str = Field(description="The path of the request.")
    code: str = Field(description="The kind of problem, for programs; from one documented list.")
    request_id: str | None = Field(description="Names this request in our logs.")


class OperationIdsClash(Exception):
    """Two routes have functions of the same name, and would share an operation id."""


def operation_id(route: APIRoute) -> str:
    """A route's operation id: the name of its function."""
    return route.name


def describe(app: FastAPI) -> dict[str, Any]:
    """The app's document, with the problems that the shared layers can answer added to every operation."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        openapi_version=app.openapi_version,
        tags=app.openapi_tags,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = ProblemDocument.model_json_schema()
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _add_problems(operation)
    return document


def _add_problems(operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    if "HTTPValidationError" in str(responses.get("422", "")):
        del responses["422"]
    for status, added in problem_responses(*_codes(operation)).items():
        own = responses.get(str(status))
        if own is None:
            responses[str(status)] = added
            continue
        own["description"] = "; ".join(
            dict.fromkeys((*own["description"].split("; "), *added["description"].split("; ")))
        )
        for media, content in added["content"].items():
            there = own.setdefault("content", {}).setdefault(media, content)
            there["examples"] = {**content["examples"], **there.get("examples", {})}
    operation["responses"] = dict(sorted(responses.items()))


def _codes(operation: dict[str, Any]) -> list[str]:
    codes = list(_ALWAYS)
    if operation.get("security"):
        codes += _WITH_TOKEN
    if "requestBody" in operation:
        codes += _WITH_BODY
    if operation.get("parameters"):
        codes.append("validation_failed")
    if operation.get("security") or "requestBody" in operation:
        codes += _WITH_DATABASE
    if any(one.get("name") == "Idempotency-Key" for one in operation.get("parameters", [])):
        codes += _WITH_KEY
    return list(dict.fromkeys(codes))


def assert_operation_ids_differ(app: FastAPI) -> None:
    """Raises OperationIdsClash naming the functions that two documented routes share."""
    names = Counter(
        context.name for context in iter_route_contexts(app.routes) if getattr(context, "include_in_schema", False)
    )
    clashing = [str(name) for name, count in names.items() if count > 1]
    if clashing:
        raise OperationIdsClash(", ".join(clashing))
