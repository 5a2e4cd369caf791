"""The services that are installed beside this command."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points

import typer
from messaging.service_description import ServiceDescription
from pydantic_settings import BaseSettings
from web.settings import read_settings

GROUP = "holdfast.services"


def installed_services() -> dict[str, ServiceDescription]:
    """By name, in alphabetical order."""
    found = {point.name: point.load() for point in entry_points(group=GROUP)}
    return dict(sorted(found.items()))


def chosen(names: Sequence[str]) -> list[ServiceDescription]:
    """The named services, or all. Raises BadParameter for a name that is not installed."""
    services = installed_services()
    if not services:
        raise typer.BadParameter("no service is installed here; install holdfast-booking, -policy or -notify")
    unknown = [name for name in names if name not in services]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is not installed here; there are: {', '.join(services)}")
    return [services[name] for name in names or services]


def settings_of(service: ServiceDescription) -> BaseSettings:
    """From the environment; a wrong setting ends the command with its name and what is allowed."""
    return read_settings(service.settings)
