"""From whatever went wrong, in whichever layer, to one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from web.database_errors import problem_of_database_error
from web.problem import MEDIA_TYPE, Problem, problem_of_status, problem_type

ProblemTable = Mapping[type[Exception], Callable[[Any], Problem]]
"""The one table in which a service says what its broken rules are over HTTP."""

_log = structlog.get_logger("web")


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def answer_problem(scope: Scope, problem: Problem) -> Response:
    """The problem as an answer to this request."""
    state: dict[str, Any] = scope.get("state", {})
    members = {
        "type": problem_type(problem.code),
        "title": problem.title,
        "status": problem.status_code,
        "detail": problem.detail,
        "instance": scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace") or scope.get("path", ""),
        "code": problem.code,
        "request_id": state.get("request_id"),
        **jsonable_encoder(problem.extra),
    }
    return ProblemResponse(members, status_code=problem.status_code, headers=problem.headers)


def problem_of(error: Exception, table: ProblemTable) -> Problem | None:
    """The problem that an exception stands for; None for a bug of ours. `table` is the service's own."""
    if isinstance(error, Problem):
        return error
    for kind in type(error).__mro__:
        if kind in table:
            return table[kind](error)
    if isinstance(error, RequestValidationError):
        return _of_validation(error)
    if isinstance(error, HTTPException):
        return problem_of_status(error.status_code, str(error.detail), error.headers)
    return problem_of_database_error(error)


def internal_error(error: BaseException) -> Problem:
    """Logs what nobody expected, and says nothing of it to the caller."""
    _log.error("unhandled_error", error=type(error).__name__, exc_info=error)
    return Problem(500, "internal_error", "The error is in our log under the request id.")


def _of_validation(error: RequestValidationError) -> Problem:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem(400, "bad_json", "The body cannot be read as JSON.")
    if isinstance(error.body, bytes) and any(tuple(fault["loc"]) == ("body",) for fault in faults):
        return Problem(415, "unsupported_media_type", "Send the body as `Content-Type: application/json`.")
    # Never the input itself: it may be a guest's contact, and answers end up in logs of front-ends.
    fields = [
        {"field": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"], "type": fault["type"]}
        for fault in faults
    ]
    named = ", ".join(dict.fromkeys(one["field"] for one in fields))
    return Problem(422, "validation_failed", f"Not valid: {named}.", errors=fields)


def install_problem_handlers(app: FastAPI) -> None:
    """Answers for everything that a route, a dependency or the router raises on purpose. What is left over is a bug
    and is answered by the outermost middleware."""

    async def answer(request: Request, error: Exception) -> Response:
        problem = problem_of(error, app.state.problems)
        if problem is None:
            raise error
        if problem.status_code == 405:
            problem = _with_every_allowed_method(app, request.scope, problem)
        return answer_problem(request.scope, problem)

    app.add_exception_handler(HTTPException, answer)
    app.add_exception_handler(RequestValidationError, answer)


def _with_every_allowed_method(app: FastAPI, scope: Scope, problem: Problem) -> Problem:
    # Starlette names only the methods of the first route that has the path.
    allowed: set[str] = set()
    for context in iter_route_contexts(app.routes):
        pattern = getattr(context, "path_regex", None)
        if pattern is not None and pattern.match(scope["path"]):
            allowed |= set(context.methods or ())
    if allowed:
        problem.headers = {**(problem.headers or {}), "Allow": ", ".join(sorted(allowed))}
    return problem
