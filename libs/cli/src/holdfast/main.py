"""`holdfast`: what an operator does beside running the services."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer
from messaging.kafka import KafkaBroker
from messaging.migrations_runner import current, head, upgrade
from messaging.settings import DeliverySettings
from rich.console import Console
from rich.table import Table
from web.settings import read_settings

from holdfast.installed_services import chosen, settings_of
from holdfast.settings_table import all_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, rich_markup_mode=None)
_out = Console(highlight=False, soft_wrap=True)

Services = Annotated[list[str] | None, typer.Argument(help="booking, policy, notify; all of them when left out")]


@app.command()
def migrate(
    services: Services = None,
    check: Annotated[bool, typer.Option(help="Change nothing; exit 1 when a database is behind the code.")] = False,
) -> None:
    """Bring each service's database to the newest revision. Several at once wait for each other."""
    behind = False
    for service in chosen(services or []):
        url = service.database_url(settings_of(service))
        before, newest = asyncio.run(current(url)), head(service.migrations)
        if check:
            behind = behind or before != newest
            _out.print(f"{service.name}: at {before or 'nothing'}, newest is {newest}")
            continue
        asyncio.run(upgrade(url, service.migrations))
        _out.print(f"{service.name}: {before or 'empty'} → {newest}")
    if behind:
        raise typer.Exit(1)


@app.command()
def settings(
    services: Services = None,
    as_json: Annotated[bool, typer.Option("--json", help="For tools.")] = False,
) -> None:
    """List every setting: what is allowed, its default, and how it stands. Exit 2 when one is wrong or missing."""
    rows = all_settings(chosen(services or []))
    if as_json:
        _out.print_json(data=[asdict(row) for row in rows])
    else:
        table = Table("setting", "services", "allowed", "default", "now", "what it is for")
        for row in rows:
            table.add_row(row.name, ", ".join(row.services), row.allowed, row.default, row.state, row.purpose)
        Console(width=max(_out.width, 160), highlight=False).print(table)
    if any(row.faulty for row in rows):
        raise typer.Exit(2)


@app.command()
def topics(
    services: Services = None,
    create: Annotated[bool, typer.Option(help="Create what is missing, as the owners do when they start.")] = False,
) -> None:
    """List the topics that each service owns, with partitions and retention."""
    delivery = read_settings(DeliverySettings)
    table = Table("service", "topic", "partitions", "keeps")
    for service in chosen(services or []):
        if create:
            asyncio.run(KafkaBroker(delivery).create_topics(service.topics))
        for topic in service.topics:
            keeps = "the last of each key" if topic.compacted else "what the retention says"
            table.add_row(service.name, delivery.topic_prefix + topic.name, str(topic.partitions), keeps)
    _out.print(table)
