"""Where a running stack is found: what `make up` writes to `.run/urls.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICES = ("booking", "policy", "notify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Base URLs of the services and the mailbox, Kafka's bootstrap, one database URL a service, and a token."""

    booking: str
    policy: str
    notify: str
    mailbox: str
    kafka: str
    databases: Mapping[str, str]
    token: str
    topic_prefix: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Urls":
        """From the mapping in `.run/urls.json`; what else it holds is left alone. Raises KeyError."""
        return cls(
            booking=told["booking"],
            policy=told["policy"],
            notify=told["notify"],
            mailbox=told["mailbox"],
            kafka=told["kafka"],
            databases=dict(told["databases"]),
            token=told["token"],
            topic_prefix=told.get("topic_prefix", ""),
        )

    @classmethod
    def read(cls, path: Path) -> "Urls":
        """From the file itself. Raises FileNotFoundError when nothing is up."""
        return cls.of(json.loads(path.read_text()))
