"""Logs: one line for one thing that happened, with the request id, and without anybody's contact."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, Literal

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

_PERSONAL = {
    "authorization", "body", "contact", "contacts", "cookie", "email", "guest_name", "name", "notes", "password",
    "phone", "recipient", "secret", "to", "token",
}  # fmt: skip
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?<![\w.:-])\+\d[\d ()-]{6,}\d")
_PARAMETERS = re.compile(r"\[parameters: .*", re.DOTALL)  # SQLAlchemy appends a statement's values to its errors
_DETAIL = re.compile(r"DETAIL:  .*")  # and PostgreSQL the offending row


def configure_logs(log_format: Literal["json", "console"], *, service: str, level: int = logging.INFO) -> None:
    """Sends structlog and the standard library's logging to stdout in one format."""

    def add_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_service,
        structlog.processors.format_exc_info,
        without_contacts,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    to_stdout = logging.StreamHandler(sys.stdout)
    to_stdout.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [to_stdout]
    root.setLevel(level)
    for chatty in ("aiokafka", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def without_contacts(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Masks values under personal names, and e-mail addresses and phone numbers in every text (S3)."""
    for key, value in event.items():
        event[key] = "[masked]" if key.lower() in _PERSONAL else _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        if "@" in value:
            value = _EMAIL.sub("[e-mail]", value)
        if "+" in value:
            value = _PHONE.sub("[phone]", value)
        if "[parameters" in value:
            value = _PARAMETERS.sub("[parameters masked]", value)
        return _DETAIL.sub("DETAIL masked", value) if "DETAIL:" in value else value
    if isinstance(value, dict):
        return {key: "[masked]" if str(key).lower() in _PERSONAL else _masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    return value
