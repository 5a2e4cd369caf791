"""Which route a request matched, whether it stands in the app or in an included router."""

from typing import Any

from fastapi.dependencies.models import Dependant
from starlette.types import Scope


def _matched(scope: Scope) -> Any:
    included = scope.get("fastapi", {}).get("effective_route_context")
    return included if included is not None else scope.get("route")


def route_of(scope: Scope) -> str:
    """The template, e.g. `/v1/bookings/{booking_id}`: unlike the path it holds no ids and no tokens. `(none)` when no
    route matched."""
    route = _matched(scope)
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path if isinstance(path, str) else "(none)"


def dependant_of(scope: Scope) -> Dependant | None:
    """The dependencies of the matched route, with those that its routers add."""
    dependant = getattr(_matched(scope), "dependant", None)
    return dependant if isinstance(dependant, Dependant) else None
