"""Rules that rows and records must keep together: no zombie record, no ghost message, everything applied once."""

from collections.abc import Mapping, Sequence

from stories.rules.of_events import erased, once
from stories.topics import CONTACTS, Told

OVERLAPS = """
    SELECT a.id AS one, b.id AS other, a.resource_id FROM allocation a JOIN allocation b
        ON a.tenant_id = b.tenant_id AND a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during
    WHERE a.live AND b.live
"""
HOLDERS_GONE = """
    SELECT a.id, a.holder_id, b.state FROM allocation a JOIN booking b
        ON b.tenant_id = a.tenant_id AND b.id = a.holder_id
    WHERE a.live AND a.holder_kind = 'booking' AND b.state NOT IN ('confirmed', 'arrived', 'in_service')
"""
OUTBOX = "SELECT event_id, sent_at IS NOT NULL AS sent FROM outbox WHERE sequence IS NOT NULL"
INBOX = "SELECT event_id FROM inbox"
DEAD_TIMERS = "SELECT kind, key, error FROM timer WHERE dead_at IS NOT NULL"
LATE_MAILS = (
    "SELECT id, kind, ended_at, not_after FROM message WHERE status IN ('sent', 'delivered') AND ended_at > not_after"
)

Rows = Sequence[Mapping[str, object]]


def no_place_is_taken_twice(overlaps: Rows, holders_gone: Rows) -> list[str]:
    """Two live allocations of a resource never overlap, and none is kept for a booking that has ended."""
    return [f"{row['resource_id']} is taken twice: {row['one']}, {row['other']}" for row in overlaps] + [
        f"allocation {row['id']} is live for {row['holder_id']}, which is {row['state']}" for row in holders_gone
    ]


def no_zombie_and_no_ghost(events: Sequence[Told], outboxes: Mapping[str, Rows]) -> list[str]:
    """What was written left, and is on the topic; what is on the topic was written."""
    gone = erased(events)
    told = {event.id for event in once(events)}
    kept = {event.id for event in once(events) if event.topic != CONTACTS or (event.tenant, event.subject) not in gone}
    rows = [row for outbox in outboxes.values() for row in outbox]
    written = {str(row["event_id"]) for row in rows}
    unsent = [f"{row['event_id']} has not left the outbox" for row in rows if not row["sent"]]
    zombies = [
        f"{row['event_id']} was sent and is on no topic" for row in rows if row["sent"] and row["event_id"] not in told
    ]
    return unsent + zombies + [f"{event} is on a topic and in no outbox" for event in sorted(kept - written)]


def everything_heard_is_applied_once(
    events: Sequence[Told], inboxes: Mapping[str, Rows], hears: Mapping[str, set[tuple[str, str]]]
) -> list[str]:
    """Each service's inbox knows every event of the (topic, type) that it hears: its key makes that exactly once."""
    differing = []
    for service, wanted in hears.items():
        known = {row["event_id"] for row in inboxes[service]}
        differing += [
            f"{service} never applied {told.type} {told.id}"
            for told in once(events)
            if (told.topic, told.type) in wanted and told.id not in known
        ]
    return differing


def no_timer_died(dead: Mapping[str, Rows]) -> list[str]:
    """No timer was given up on."""
    return [
        f"{service} gave up on timer {row['kind']} {row['key']}: {row['error']}"
        for service in dead
        for row in dead[service]
    ]
