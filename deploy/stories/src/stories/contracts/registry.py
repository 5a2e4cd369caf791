"""Which events there are, and who hears them: read from the services' events and wirings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from messaging.event import PublishedEvent
from messaging.reactions import Reaction

from stories.urls import SERVICES


@dataclass(frozen=True, slots=True)
class Hearer:
    """A service that reacts to an event, with its own, smaller model of it."""

    service: str
    reaction: Reaction[Any]

    @property
    def name(self) -> str:
        """Such as `when_release_is_decided_release_booking`."""
        module = self.reaction.react.__module__.rsplit(".", 1)[-1]
        return module if module.startswith("when_") else self.reaction.react.__name__


def published_by(service: str) -> list[type[PublishedEvent]]:
    """The event classes that stand in the service's `events.py`, in the order of that file."""
    module = import_module(f"{service}.events")
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, PublishedEvent) and "type" in vars(thing)
    ]


def published_events() -> Mapping[str, tuple[str, type[PublishedEvent]]]:
    """Event type → (publishing service, class)."""
    return {event.type: (service, event) for service in SERVICES for event in published_by(service)}


def hearers() -> Iterator[Hearer]:
    """Every line of every service's written-out list of reactions."""
    for service in SERVICES:
        for reaction in import_module(f"{service}.wiring").REACTIONS:
            yield Hearer(service, reaction)


def hearers_by_type() -> Mapping[str, list[Hearer]]:
    """Event type → those who hear it; a type that nobody publishes is here too."""
    found: dict[str, list[Hearer]] = {}
    for hearer in hearers():
        found.setdefault(hearer.reaction.type, []).append(hearer)
    return found
