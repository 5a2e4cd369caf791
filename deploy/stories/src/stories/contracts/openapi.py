"""The OpenAPI document of each service, as its running app would serve it."""

import json
from importlib import import_module
from typing import Any

from stories.contracts.registry import SERVICES


def openapi_documents() -> dict[str, dict[str, Any]]:
    """Service → document. Needs no database and no broker: nothing connects before the app is started."""
    return {service: import_module(f"{service}.main").create().openapi() for service in SERVICES}


def as_text(document: dict[str, Any]) -> str:
    """JSON that gives small diffs: sorted, indented, with a newline at its end."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
