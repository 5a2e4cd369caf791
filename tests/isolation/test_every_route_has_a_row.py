"""The matrix is whole: a route that nobody has thought about fails here."""

from collections import Counter

import booking_rows
import pytest
from callers import DOCUMENTS, operation_of
from fastapi.routing import iter_route_contexts
from isolation_rows import Promise, Row
from matrix import ROWS, every_row
from neighbourhood import Neighbourhood

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
    documented = {
        f"{method.upper()} {path}"
        for path, operations in DOCUMENTS[service]["paths"].items()
        for method in operations
        if method in _METHODS
    }
    rows = Counter(row.route for row in ROWS[service])
    assert set(rows) == documented
    assert set(rows.values()) == {1}


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
