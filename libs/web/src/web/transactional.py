"""Routes that run in one database transaction, committed before the first byte of the answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from messaging.transaction import Transaction
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from web.auth import guard_of
from web.database_errors import is_away, is_conflict
from web.idempotency import KeyedRequest, StoredMeanwhile, claim, keyed_request, store
from web.problem import Problem
from web.problem_answers import answer_problem, problem_of
from web.route_names import dependant_of
from web.trace import cause_of

_ATTEMPTS = 5
_FIRST_PAUSE = 0.01

Endpoint = Callable[[Request], Awaitable[Response]]


async def _current_transaction(request: Request) -> Transaction:
    transaction: Transaction | None = getattr(request.state, "transaction", None)
    if transaction is None:
        raise RuntimeError("CurrentTransaction is only there in a TransactionalRoute")
    return transaction


CurrentTransaction = Annotated[Transaction, Depends(_current_transaction)]
"""The transaction of this request. The route commits it; the endpoint never does."""

_KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Send the same key with a repetition: it has no further effect and gets the stored answer with "
    "`Idempotent-Replayed: true`. Kept for 24 hours, for this caller and route.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


class TransactionalRoute(APIRoute):
    """Runs the endpoint in `app.state.database.transaction()` and answers after the commit: a 2xx is durable.

    An answer of 400 or more has no effect. Lost races (deadlock, serialization) are run again from the start.
    POST honours Idempotency-Key, stored in the transaction of the effect.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **settings: Any) -> None:
        if "POST" in (settings.get("methods") or ()):
            extra = dict(settings.get("openapi_extra") or {})
            settings["openapi_extra"] = {**extra, "parameters": [*extra.get("parameters", []), _KEY_PARAMETER]}
        super().__init__(path, endpoint, **settings)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        endpoint = super().get_route_handler()

        async def run(request: Request) -> Response:
            dependant = dependant_of(request.scope) or self.dependant
            guard = guard_of(dependant)
            # Before the body and the database: who may not come in costs nothing and learns nothing.
            principal = await guard(request) if guard else None
            keyed = await keyed_request(request, principal) if request.method == "POST" else None
            return await _run_again_on_conflict(request, endpoint, keyed)

        return run


async def _run_again_on_conflict(request: Request, endpoint: Endpoint, keyed: KeyedRequest | None) -> Response:
    pause = _FIRST_PAUSE
    for _ in range(_ATTEMPTS - 1):
        try:
            return await _run(request, endpoint, keyed)
        except Exception as error:
            if not (isinstance(error, StoredMeanwhile) or is_conflict(error)):
                raise
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads rivals, protects nothing
        pause *= 2
    return await _run(request, endpoint, keyed)


async def _run(request: Request, endpoint: Endpoint, keyed: KeyedRequest | None) -> Response:
    try:
        async with _transaction(request) as transaction:
            answered = await claim(transaction.session, keyed) if keyed else None
            if answered is not None:
                return answered
            answer = await endpoint(request)
            if answer.status_code >= 400:
                raise _Refused(answer)
            if keyed:
                if isinstance(answer, StreamingResponse):
                    raise TypeError("an answer that is streamed cannot be stored under an Idempotency-Key")
                await store(transaction.session, keyed, answer)
            return answer
    except (StoredMeanwhile, _CommitFailed):
        raise
    except Exception as error:
        refusal = _refusal(request, error)
        if refusal is None or keyed is None or refusal.status_code >= 500:
            if isinstance(error, _Refused):
                return error.answer
            raise
        return await _store_refusal(request, keyed, refusal)


async def _store_refusal(request: Request, keyed: KeyedRequest, refusal: Response) -> Response:
    """In a transaction of its own: what it refused has just been rolled back. Whoever took the key in between wins."""
    async with _transaction(request) as transaction:
        answered = await claim(transaction.session, keyed)
        if answered is not None:
            return answered
        await store(transaction.session, keyed, refusal)
    return refusal


@asynccontextmanager
async def _transaction(request: Request) -> AsyncIterator[Transaction]:
    finished = False
    scope = request.scope
    outer = scope["fastapi_function_astack"]
    try:
        async with request.app.state.database.transaction(cause_of(request)) as transaction:
            request.state.transaction = transaction
            # Dependencies with a clean-up belong to one attempt, and are done before its commit.
            async with AsyncExitStack() as stack:
                scope["fastapi_function_astack"] = stack
                yield transaction
            finished = True
    except Exception as error:
        if finished and not is_conflict(error) and is_away(error):
            raise _CommitFailed from error
        raise
    finally:
        scope["fastapi_function_astack"] = outer
        request.state.transaction = None


def _refusal(request: Request, error: Exception) -> Response | None:
    if isinstance(error, _Refused):
        return error.answer
    problem = None if is_conflict(error) or is_away(error) else problem_of(error, request.app.state.problems)
    return answer_problem(request.scope, problem) if problem else None


class _Refused(Exception):
    """An endpoint answered, rather than raised, a refusal: its effect is rolled back all the same."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class _CommitFailed(Problem):
    def __init__(self) -> None:
        super().__init__(
            503,
            "commit_failed",
            "The database did not confirm; send it again with the same Idempotency-Key.",
            headers={"Retry-After": "2"},
        )
