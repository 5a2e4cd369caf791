"""Fixtures for every test of the workspace: real PostgreSQL, real Kafka, a mailbox, an issuer."""

import pytest
import structlog

pytest_plugins = ["local_stack.pytest_plugin"]

# structlog's own default prints every frame's variables, and takes seconds for one logged error.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """pytest-xdist 3.8 notes a test's group where pytest 9.2 does not look any more (pytest-xdist#1386)."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        group = next((mark.args[0] for mark in item.iter_markers("xdist_group")), None)
        if group is not None and not item.nodeid.endswith(f"@{group}"):
            item._id = type(item._id).parse(f"{item.nodeid}@{group}")
