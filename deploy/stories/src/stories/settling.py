"""When nothing that could happen now is left to happen; and stepping the clock from due instant to due instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiokafka.errors import KafkaError

from stories.databases import Databases
from stories.groups import Groups
from stories.patience import Patience, StillWaiting
from stories.topics import TOPICS, Told, TopicReader

# Which topics each service's consumer group reads; a test compares it with the services' lists of reactions.
HEARS: Mapping[str, Sequence[str]] = {
    "booking": ("policy.events",),
    "policy": ("booking.events",),
    "notify": ("booking.events", "policy.events", "guest.contacts"),
}

# What is missing when an event has not been heard.
_FOLLOWS = {
    ("policy", "booking.confirmed.v1"): "policy.terms_set.v1",
    ("policy", "booking.late_declared.v1"): "policy.hold_decided.v1",
    ("booking", "policy.release_decided.v1"): "booking.released.v1",
    **{
        ("notify", told): "message.sent.v1"
        for told in (
            "booking.confirmed.v1",
            "booking.changed.v1",
            "booking.cancelled.v1",
            "booking.released.v1",
            "policy.hold_decided.v1",
            "waitlist.offered.v1",
            "waitlist.offer_expired.v1",
        )
    },
}

# A message that lacks its contact or its terms waits, and leaves nothing to do now.
WAITING_MESSAGES = """
    SELECT id, kind, status FROM message m
    WHERE status = 'sending'
       OR (status = 'temporary_failure' AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
       OR (status = 'created' AND EXISTS (
              SELECT 1 FROM guest_contact c
              WHERE c.tenant_id = m.tenant_id AND c.guest_id = m.guest_id AND c.sealed IS NOT NULL)
           AND (waits_for_terms_until IS NULL OR waits_for_terms_until <= clock_now() OR EXISTS (
              SELECT 1 FROM booking_terms t
              WHERE t.tenant_id = m.tenant_id AND t.booking_id = m.booking_id)))
    LIMIT 1
"""


# What is missing when a timer has not fired.
_FIRES = {
    "expected_guest_is_missing": "booking.late_declared.v1",
    "booking_ends_unanswered": "booking.no_show_marked.v1",
    "promised_instant_passes": "booking.released.v1",
    "offer_expires": "waitlist.offer_expired.v1",
    "entry_is_past": "waitlist.left.v1",
    "hold_deadline": "policy.release_decided.v1",
}


def _in_words(unheard: Sequence[tuple[str, Told]]) -> str:
    """The first that leaves something missing; else the first."""
    group, told = next(((group, told) for group, told in unheard if (group, told.type) in _FOLLOWS), unheard[0])
    missing = _FOLLOWS.get((group, told.type))
    words = f"{group} has not heard {told.type} {told.id} of {told.subject}"
    return f"missing event {missing}: {words}" if missing else words


class NotSettled(StillWaiting):
    """The deadline passed, and something that could happen has not; the message names it."""


@dataclass
class Settling:
    """Knows what every part of the chain would still have to do."""

    databases: Databases
    reader: TopicReader
    groups: Groups
    patience: Patience

    async def settle(self) -> None:
        """Return when two looks, one after the other, find nothing left to do and nothing new. Raises NotSettled."""
        unsettled = "nothing was looked at yet"
        before: int | None = None

        async def look() -> bool | None:
            nonlocal unsettled, before
            reason, written = await self._look()
            calm = reason is None and before == written
            # Only a look that found nothing counts: what a timer began while one looked shows in the next.
            unsettled, before = reason or "events are still being written", written if reason is None else None
            return True if calm else None

        try:
            await self.patience.until(look, lambda: unsettled)
        except StillWaiting as deadline:
            raise NotSettled(str(deadline)) from None

    async def advance(self, by: timedelta) -> None:
        """Step the clock to each instant at which a timer is due, settling after each step, until `by` has passed."""
        target = await self.databases.now() + by
        await self.advance_to(target)

    async def advance_to(self, target: datetime) -> None:
        """The same, to an instant; nothing happens if it has passed."""
        await self.settle()
        while await self.databases.now() < target:
            due = await self.databases.next_due()
            await self.databases.step_to(target if due is None else min(due, target))
            await self.settle()

    async def _look(self) -> tuple[str | None, int]:
        """What is left to do, if anything; and how much was ever written."""
        unsent, written = await self.databases.unsent()
        for service, count in unsent.items():
            if count:
                return f"{service} has {count} unsent events", written
        try:
            behind = await self._behind()
        except (KafkaError, OSError, TimeoutError) as error:
            await self.groups.close()
            return f"Kafka does not answer ({type(error).__name__} {error})", written
        if behind:
            return behind, written
        return await self._due() or await self._unsent_message(), written

    async def _due(self) -> str | None:
        timer = await self.databases.due_timer()
        if timer is None:
            return None
        missing = _FIRES.get(timer.kind)
        words = f"{timer.service} has not fired its timer {timer.kind} of {timer.key}, due {timer.fire_at:%H:%M:%S} UTC"
        return f"missing event {missing}: {words}" if missing else words

    async def _behind(self) -> str | None:
        ends = await self.groups.ends(TOPICS)
        if not self.reader.read_up_to(ends):
            return "this program has not read all topics"
        unheard: list[tuple[str, Told]] = []
        for group, topics in HEARS.items():
            committed = await self.groups.committed(group)
            for (topic, partition), end in ends.items():
                if topic in topics:
                    begin = committed.get((topic, partition), 0)
                    unheard += [(group, told) for told in self.reader.between(topic, partition, begin, end)]
        return _in_words(unheard) if unheard else None

    async def _unsent_message(self) -> str | None:
        for row in await self.databases.rows("notify", WAITING_MESSAGES):
            return f"missing event message.sent.v1: notify has not sent {row['id']} ({row['kind']}, {row['status']})"
        return None
