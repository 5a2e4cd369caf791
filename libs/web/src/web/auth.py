"""Who asks, and what they may: bearer tokens, scopes per route, and default-deny."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI, Security
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.routing import iter_route_contexts
from fastapi.security.base import SecurityBase
from starlette.requests import Request

from web.problem import Problem


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller, as the issuer's token describes them. `venues` None: all venues of the tenant."""

    tenant: str
    subject: str
    scopes: frozenset[str]
    venues: frozenset[str] | None = None

    def may_see(self, venue_id: str) -> bool:
        """Whether things of this venue exist for the caller; if not, answer 404."""
        return self.venues is None or venue_id in self.venues


class Guard(SecurityBase):
    """A route's demand for a token with one scope."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.model = HTTPBearerModel(bearerFormat="JWT")
        self.scheme_name = "bearer"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and other.scope == self.scope

    def __hash__(self) -> int:
        return hash(("Guard", self.scope))

    async def __call__(self, request: Request) -> Principal:
        principal = await _authenticated(request)
        if self.scope not in principal.scopes:
            raise Problem(
                403,
                "scope_missing",
                f"This needs the scope {self.scope}.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'},
            )
        return principal


async def _authenticated(request: Request) -> Principal:
    known: Principal | None = getattr(request.state, "principal", None)
    if known is None:
        known = await request.app.state.tokens.verify(_bearer(request))
        request.state.principal = known
    return known


def _bearer(request: Request) -> str:
    sent = request.headers.getlist("authorization")
    kind, _, token = (sent[0] if len(sent) == 1 else "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Problem(
            401,
            "token_missing",
            "Send `Authorization: Bearer <token>`, once.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return token.strip()


def requires(scope: str) -> Any:
    """A route parameter's guard: `principal: Annotated[Principal, requires("bookings:write")]`."""
    return Security(Guard(scope), scopes=[scope])


async def _deliberately_open() -> None:
    return None


public: Any = Depends(_deliberately_open)
"""Marks a route or router as open to everybody: `APIRouter(dependencies=[public])`."""


def guard_of(dependant: Dependant) -> Guard | None:
    """The first guard among a route's dependencies."""
    return next((call for call in _calls(dependant) if isinstance(call, Guard)), None)


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


class RouteIsUnguarded(Exception):
    """A route has neither `requires(…)` nor `public`; the start stops."""


def assert_every_route_is_guarded(app: FastAPI) -> None:
    """Default-deny: raises RouteIsUnguarded naming each route that says neither `requires(…)` nor `public`, and
    each mount or plain Starlette route, because those could say nothing."""
    unguarded = []
    for context in iter_route_contexts(app.routes):
        dependant: Dependant | None = getattr(context, "dependant", None)
        calls = list(_calls(dependant)) if dependant else []
        if not any(isinstance(call, Guard) or call is _deliberately_open for call in calls):
            unguarded.append(f"{','.join(sorted(context.methods or ['*']))} {context.path}")
    if unguarded:
        raise RouteIsUnguarded("neither requires(…) nor public: " + "; ".join(unguarded))
