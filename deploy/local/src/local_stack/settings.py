"""The environment that each service of a local stack is started with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from local_stack.issuer import AUDIENCE

SERVICES = ("booking", "policy", "notify")

# a developer's own settings must not leak into the stack
_OURS = (
    "KAFKA_", "TOPIC_", "OIDC_", "SMTP_", "OTEL_", "HTTP_HOST", "HTTP_PORT", "PUBLIC_URL", "GUEST_LINK_KEYS", "ROLE",
    "MAIL_FROM", "CONTACT_KEYS", "CLOCK_ADJUSTABLE", "LOG_FORMAT", "BOOKING_", "POLICY_", "NOTIFY_",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the parts of the stack are."""

    urls: Mapping[str, str]
    databases: Mapping[str, str]
    kafka: str
    smtp: str
    topic_prefix: str = ""


def inherited_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}


def environment_of(
    service: str, *, at: Addresses, port: int, keys: Mapping[str, str], extra: Mapping[str, str]
) -> dict[str, str]:
    """Everything that one service is told, on top of what this process inherited."""
    return {
        **inherited_environment(),
        f"{service.upper()}_DATABASE_URL": at.databases[service],
        "KAFKA_BOOTSTRAP": at.kafka,
        "TOPIC_PREFIX": at.topic_prefix,
        # the guest's page is booking's; notify only writes links to it
        "PUBLIC_URL": at.urls["booking"],
        "OIDC_ISSUER": at.urls["issuer"],
        "OIDC_AUDIENCE": AUDIENCE,
        "OIDC_JWKS_URL": f"{at.urls['issuer']}/jwks",
        **keys,
        # one remembered secret is enough for a stack that holds no real guests
        "SMTP_URL": at.smtp,
        "MAIL_FROM": "Holdfast <hello@holdfast.example>",
        "ROLE": "all",
        "CLOCK_ADJUSTABLE": "true",
        "LOG_FORMAT": "json",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(port),
        **extra,
    }


def migration_environment(environments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """All services' settings at once, for the one process that migrates them."""
    merged: dict[str, str] = {}
    for environment in environments.values():
        merged |= environment
    return merged
