"""The OpenAPI document of each service, as its running app would serve it."""

import base64
import json
from importlib import import_module
from typing import Any

from stories.urls import SERVICES

# Enough to put an app together; nothing connects before it is started.
_KEYS = "doc:" + base64.b64encode(bytes(32)).decode()
_SETTINGS = {
    **{f"{service}_database_url": f"postgresql://localhost/{service}" for service in SERVICES},
    "kafka_bootstrap": "localhost:9092",
    "public_url": "https://booking.example",
    "oidc_issuer": "https://issuer.example",
    "oidc_audience": "holdfast",
    "oidc_jwks_url": "https://issuer.example/jwks",
    "guest_link_keys": _KEYS,
    "contact_keys": _KEYS,
    "smtp_url": "smtp://localhost:25",
    "mail_from": "Holdfast <hello@holdfast.example>",
}


def openapi_documents() -> dict[str, dict[str, Any]]:
    """Service → document."""
    return {service: _document(service) for service in SERVICES}


def _document(service: str) -> dict[str, Any]:
    settings = import_module(f"{service}.wiring").DESCRIPTION.settings(**_SETTINGS)
    document: dict[str, Any] = import_module(f"{service}.main").application(settings).openapi()
    return document


def as_text(document: dict[str, Any]) -> str:
    """JSON that gives small diffs: sorted, indented, with a newline at its end."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
