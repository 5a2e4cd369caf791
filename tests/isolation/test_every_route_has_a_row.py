"""The matrix is whole: a route that nobody has thought about fails here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import booking_rows
import pytest
from callers import DOCUMENTS, operation_of
from fastapi.routing import iter_route_contexts
from isolation_rows import Promise, Row
from matrix import ROWS, every_row
from neighbourhood import Neighbourhood

pytestmark = pytest.mark.xdist_group("isolation")

_METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
_READING_OUR_OWN_PAPERS = {"GET /openapi.json", "GET /docs", "GET /redoc", "GET /docs-assets/{name}"}
HIDDEN = {
    "booking": _READING_OUR_OWN_PAPERS | set(booking_rows.PAGES),
    "policy": _READING_OUR_OWN_PAPERS,
    "notify": _READING_OUR_OWN_PAPERS,
}
"""Routes that no document names. All are open to everybody; a guest's page is opened by its link."""


@pytest.mark.parametrize("service", ROWS)
def test_every_route_of_the_document_has_one_row(service: str) -> None:
    assert not _missing_or_too_many(service, ROWS[service])


@pytest.mark.parametrize("service", ROWS)
def test_a_route_without_a_row_is_found_and_so_is_a_row_without_a_route(service: str) -> None:
    first, *others = ROWS[service]
    assert _missing_or_too_many(service, others) == {first.route}
    assert _missing_or_too_many(service, [*others, first, first]) == {first.route}
    gone = replace(first, route="GET /v1/gone")
    assert _missing_or_too_many(service, [*others, first, gone]) == {gone.route}


@pytest.mark.parametrize("service", ROWS)
async def test_every_route_outside_the_document_is_on_the_written_list(there: Neighbourhood, service: str) -> None:
    inside = there.house.services[service].door.inside
    assert inside is not None
    served = {
        f"{method} {context.path}"
        for context in iter_route_contexts(inside.app.routes)  # type: ignore[attr-defined]
        for method in context.methods or {"*"}
        if method != "HEAD"
    }
    assert served - {row.route for row in ROWS[service]} == HIDDEN[service]


@every_row(*Promise)
def test_a_row_names_the_scope_that_the_document_names(service: str, row: Row) -> None:
    demanded = None if row.scope is None else [{"bearer": [row.scope]}]
    assert operation_of(service, row).get("security") == demanded


def _missing_or_too_many(service: str, rows: Iterable[Row]) -> set[str]:
    documented = {
        f"{method.upper()} {path}": 1
        for path, operations in DOCUMENTS[service]["paths"].items()
        for method in operations
        if method in _METHODS
    }
    written = Counter(row.route for row in rows)
    return {route for route in documented.keys() | written.keys() if documented.get(route) != written.get(route)}
