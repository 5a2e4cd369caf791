"""What the command line and the tests must know of a service, without starting it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings

from messaging.reactions import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDescription:
    """Registered by each service under the entry point group `holdfast.services`."""

    name: str
    settings: type[BaseSettings]
    database_url: Callable[[Any], str]
    migrations: Path
    topics: tuple[Topic, ...]
