"""Asking a world for everything that the rules look at, and looking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from stories.contracts.registry import hearers, published_events
from stories.contracts.schemas import schema_of
from stories.rules import of_events, of_mails, of_rows
from stories.topics import DEAD_LETTERS, Told
from stories.urls import SERVICES
from stories.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule, and what differs from it."""

    rule: str
    looked_at: str
    differs: Sequence[str]


async def audit(world: World) -> list[Finding]:
    """Settle, then hold every rule against databases, topics and mailbox."""
    await world.settle()
    events, mails = world.events(), await world.mailbox.all()
    rows = await _rows(world)
    seen = f"{len(of_events.once(events))} events"
    post = f"{len(mails)} mails"
    return [
        Finding(rule=rule, looked_at=looked_at, differs=differs)
        for rule, looked_at, differs in (
            (
                "no place is taken twice",
                "SQL self-join",
                of_rows.no_place_is_taken_twice(rows["overlaps"], rows["gone"]),
            ),
            ("every row's event left, and has its row", seen, of_rows.no_zombie_and_no_ghost(events, rows["outbox"])),
            ("each hearer applied each event once", seen, _applied_once(events, rows["inbox"])),
            ("each subject's events are numbered without a hole", seen, of_events.sequences_have_no_holes(events)),
            ("every event is as its schema says", seen, published_as_promised(events)),
            ("no release without a promise before", seen, of_events.every_release_was_promised_first(events)),
            ("no promise got earlier", seen, of_events.promises_never_get_earlier(events)),
            ("each decided release has one answer", seen, of_events.each_release_is_told_once(events)),
            ("no place was offered to two at once", seen, of_events.offers_are_exclusive(events)),
            ("nobody was told twice", post, of_mails.nobody_is_mailed_twice(events, mails)),
            ("every mail belongs to an event", post, of_mails.every_mail_belongs_to_an_event(events, mails)),
            ("no mail came after its moment", post, of_mails.no_mail_came_after_its_moment(rows["late_mails"])),
            ("addresses only on guest.contacts", seen, of_mails.no_contact_is_on_the_topics(events, mails)),
            ("nothing was given up on", seen, _given_up(events, rows["dead_timers"])),
        )
    ]


def published_as_promised(events: Sequence[Told]) -> list[str]:
    """Every record's value matches the JSON Schema of its type."""
    schemas = {name: schema_of(event) for name, (_, event) in published_events().items()}
    validators: dict[str, Validator] = {
        name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()
    }
    differing = []
    for told in events:
        if told.topic in DEAD_LETTERS:
            continue
        if told.type not in validators:
            differing.append(f"{told.type} {told.id} is no published type")
            continue
        value: Any = None if told.tombstone else told.data
        error = next(validators[told.type].iter_errors(value), None)
        if error is not None:
            differing.append(f"{told.type} {told.id}: {error.json_path}: {error.message}")
    return differing


def _applied_once(events: Sequence[Told], inboxes: Mapping[str, of_rows.Rows]) -> list[str]:
    hears: dict[str, set[tuple[str, str]]] = {service: set() for service in SERVICES}
    for hearer in hearers():
        hears[hearer.service].add((hearer.reaction.topic, hearer.reaction.type))
    return of_rows.everything_heard_is_applied_once(events, inboxes, hears)


def _given_up(events: Sequence[Told], dead_timers: Mapping[str, of_rows.Rows]) -> list[str]:
    return of_events.nothing_is_a_dead_letter(events) + of_rows.no_timer_died(dead_timers)


async def _rows(world: World) -> dict[str, Any]:
    databases = world.databases
    return {
        "overlaps": await databases.rows("booking", of_rows.OVERLAPS),
        "gone": await databases.rows("booking", of_rows.HOLDERS_GONE),
        "late_mails": await databases.rows("notify", of_rows.LATE_MAILS),
        "outbox": {service: await databases.rows(service, of_rows.OUTBOX) for service in SERVICES},
        "inbox": {service: await databases.rows(service, of_rows.INBOX) for service in SERVICES},
        "dead_timers": {service: await databases.rows(service, of_rows.DEAD_TIMERS) for service in SERVICES},
    }
