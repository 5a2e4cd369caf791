"""All rows of all services."""

import booking_rows
import notify_rows
import policy_rows
import pytest
from isolation_rows import Promise, Row

ROWS = {"booking": booking_rows.ROWS, "policy": policy_rows.ROWS, "notify": notify_rows.ROWS}


def every_row(*promises: Promise) -> pytest.MarkDecorator:
    """Runs a test once for each row that makes one of these promises."""
    chosen = [
        pytest.param(service, row, id=f"{service}: {row.route}")
        for service, rows in ROWS.items()
        for row in rows
        if row.promise in promises
    ]
    return pytest.mark.parametrize(("service", "row"), chosen)


def rows_with_token() -> list[tuple[str, Row]]:
    return [(service, row) for service, rows in ROWS.items() for row in rows if row.promise is not Promise.PUBLIC]
