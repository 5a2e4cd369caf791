"""FLOW.md: which fact comes from where, and who does what when it is heard."""

from stories.contracts.registry import hearers_by_type, published_by
from stories.contracts.unheard import UNHEARD
from stories.urls import SERVICES

_HEAD = """# The flow of events

Written by `make contracts` from the services' events and their lists of reactions; not edited by hand.

| event | topic | published by | heard by |
|---|---|---|---|
"""


def flow_document() -> str:
    """One line an event, in the order of the publishers' files; then those that nobody hears."""
    heard = hearers_by_type()
    lines = []
    for service in SERVICES:
        for event in published_by(service):
            reactions = "<br>".join(f"{h.service}: {_in_words(h.name)}" for h in heard.get(event.type, ()))
            lines.append(
                f"| [`{event.type}`](events/{event.type}/schema.json) | `{event.topic}` | {service} "
                f"| {reactions or '—'} |"
            )
    unheard = [f"- `{name}`: {reason}" for name, reason in sorted(UNHEARD.items())]
    return _HEAD + "\n".join(lines) + "\n\n## Heard by nobody, on purpose\n\n" + "\n".join(unheard) + "\n"


def _in_words(name: str) -> str:
    return name.replace("_", " ")
