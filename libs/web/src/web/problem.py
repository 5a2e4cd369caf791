"""Problems: what every answer with a status of 400 or more looks like (RFC 9457), and the one list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"

CODES: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request cannot be understood"),
    "bad_json": (400, "The body is not JSON in UTF-8"),
    "json_too_deep": (400, "The JSON is nested too deeply"),
    "bad_cursor": (400, "The cursor is not one of ours"),
    "bad_idempotency_key": (400, "The Idempotency-Key is malformed"),
    "token_missing": (401, "A bearer token is needed"),
    "token_invalid": (401, "The bearer token is not valid"),
    "scope_missing": (403, "The token lacks the scope"),
    "forbidden": (403, "Not allowed"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "The method is not allowed here"),
    "request_timeout": (408, "The request did not arrive in time"),
    "conflict": (409, "The request conflicts with the present state"),
    "idempotency_in_progress": (409, "A request with this Idempotency-Key is still running"),
    "gone": (410, "No longer available"),
    "version_mismatch": (412, "It has changed since you read it"),
    "body_too_large": (413, "The body is too large"),
    "unsupported_media_type": (415, "The media type is not supported"),
    "validation_failed": (422, "The request is not valid"),
    "value_not_storable": (422, "A value cannot be stored"),
    "idempotency_key_reused": (422, "The Idempotency-Key belongs to another request"),
    "precondition_required": (428, "If-Match is needed"),
    "headers_too_large": (431, "The request's headers are too large"),
    "http_error": (400, "The request failed"),
    "internal_error": (500, "Something went wrong on our side"),
    "database_unavailable": (503, "The database does not answer; nothing was done"),
    "database_busy": (503, "Too many conflicting requests; nothing was done"),
    "commit_failed": (503, "It is not certain that the request was carried out"),
    "not_ready": (503, "Not ready for requests"),
    "issuer_unreachable": (503, "Tokens cannot be verified at the moment"),
    "timed_out": (504, "The request took too long; it is not certain whether it was carried out"),
}

COMMON_CODES = frozenset(CODES)
"""The codes of libs/web itself; README.md says what a caller does about each."""

_CODE_OF_STATUS = {
    400: "bad_request", 401: "token_invalid", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    408: "request_timeout", 409: "conflict", 410: "gone", 412: "version_mismatch", 413: "body_too_large",
    415: "unsupported_media_type", 422: "validation_failed", 428: "precondition_required",
    431: "headers_too_large", 500: "internal_error", 503: "database_unavailable", 504: "timed_out",
}  # fmt: skip


class Problem(HTTPException):
    """A refusal that becomes `application/problem+json`.

    `code` stands in `CODES` (services add theirs with `register_codes`) and always goes with the same status;
    anything else raises ValueError. `extra` becomes further members, e.g. the rule and the guest's text.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        title: str | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        if code != "http_error" and CODES.get(code, (None,))[0] != status:
            raise ValueError(f"the code {code!r} is not registered with status {status}; see register_codes")
        super().__init__(status_code=status, detail=detail, headers=dict(headers or {}))
        self.code = code
        self.title = title or CODES[code][1]
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.status_code} {self.code}: {self.detail}"


def register_codes(codes: Mapping[str, tuple[int, str]]) -> None:
    """Adds codes, each with its one status (≥ 400) and title. A code that means something else already: ValueError."""
    for code, (status, title) in codes.items():
        if status < 400:
            raise ValueError(f"{code}: a problem has a status of 400 or more, not {status}")
        if CODES.setdefault(code, (status, title)) != (status, title):
            raise ValueError(f"the code {code!r} is registered with another status or title")


def problem_of_status(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem for a bare status, e.g. Starlette's own 404 and 405."""
    code = _CODE_OF_STATUS.get(status, "http_error")
    title = None if code != "http_error" else HTTPStatus(status).phrase
    return Problem(status, code, detail, title=title, headers=headers)


def problem_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses=` for these codes; several codes of one status share an entry with an example each."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        status, title = CODES[code]
        entry = found.setdefault(
            status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        entry["description"] = f"{entry['description']}; {title}".lstrip("; ")
        entry["content"][MEDIA_TYPE]["examples"][code] = {"summary": title, "value": _example(code)}
    return found


def _example(code: str) -> dict[str, Any]:
    status, title = CODES[code]
    return {
        "type": problem_type(code),
        "title": title,
        "status": status,
        "detail": title + ".",
        "instance": "/v1/…",
        "code": code,
        "request_id": "req_01K00000000000000000000000",
    }


def problem_type(code: str) -> str:
    """The URI that names a kind of problem."""
    return f"urn:holdfast:problem:{code}"
