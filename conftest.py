"""Fixtures for every test of the workspace: real PostgreSQL, real Kafka, a mailbox, an issuer."""

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
