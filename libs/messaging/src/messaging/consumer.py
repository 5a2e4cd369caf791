"""The consumer: batches of records to reactions, each exactly once in effect."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import structlog
from pydantic import ValidationError

from messaging.broker import Broker, BrokerAway, Partition, Record, Subscription
from messaging.database import Database
from messaging.dead_letters import dead_letter
from messaging.envelope import Envelope, PoisonRecord, read_data, read_envelope
from messaging.failures import is_database_away
from messaging.heard import Heard
from messaging.inbox import SequenceGuard, remember
from messaging.metrics import Counters
from messaging.reactions import Reaction
from messaging.transaction import Cause, Transaction

log = structlog.get_logger()
W = TypeVar("W")

_POLL_SECONDS = 0.5
_COMMIT_EVERY_SECONDS = 0.1
_RETRY_AFTER = (0.1, 0.5, 2.0)
_WATCHDOG_SECONDS = 30.0


class Consumer(Generic[W]):
    """One member of the service's consumer group.

    A batch shares one transaction while all goes well: inbox, effects, own facts. On an error each event gets its
    own transaction, three tries, and then its place among the dead letters. Offsets are committed after the effect.
    """

    def __init__(
        self,
        *,
        database: Database,
        broker: Broker,
        group: str,
        reactions: Sequence[Reaction[W]],
        open_work: Callable[[Transaction], W],
        counters: Counters,
        watchdog_seconds: float = _WATCHDOG_SECONDS,
    ) -> None:
        self._watchdog_seconds = watchdog_seconds
        self._database = database
        self._broker = broker
        self._group = group
        self._reactions = {(reaction.topic, reaction.type): reaction for reaction in reactions}
        self._topics = sorted({reaction.topic for reaction in reactions})
        self._open_work = open_work
        self._counters = counters
        self._subscription: Subscription | None = None
        self._pending: list[Record] = []
        self._uncommitted: dict[Partition, int] = {}
        self._last_commit = 0.0
        self._last_progress = time.monotonic()

    async def run_once(self) -> bool:
        """Apply one batch. True if there was one."""
        subscription = await self._subscribed()
        if not self._pending:
            wait = _COMMIT_EVERY_SECONDS if self._uncommitted else _POLL_SECONDS
            self._pending = await subscription.poll(wait_seconds=wait)
        if not self._pending:
            await self._commit(subscription)
            await self._watch(subscription)
            return True  # the poll itself has waited
        await self._apply(self._pending)
        for record in self._pending:
            self._uncommitted[record.partition] = record.offset + 1
        self._pending = []
        self._last_progress = time.monotonic()
        if self._last_progress - self._last_commit >= _COMMIT_EVERY_SECONDS:
            await self._commit(subscription)
        return True

    async def has_read_all(self) -> bool:
        """Whether everything that the topics hold at this moment has been applied. False when that cannot be known."""
        if self._subscription is None or self._pending:
            return False
        try:
            return await self._subscription.behind() == 0 and not self._pending
        except BrokerAway:
            return False

    async def lag(self) -> int | None:
        """Records not yet polled; None while the broker is away."""
        if self._subscription is None:
            return None
        try:
            return await self._subscription.behind() + len(self._pending)
        except BrokerAway:
            return None

    async def close(self) -> None:
        """Leave the group; what was polled and not applied is read again by the next member."""
        subscription, self._subscription = self._subscription, None
        self._pending, self._uncommitted = [], {}
        if subscription is not None:
            await subscription.close()

    async def _subscribed(self) -> Subscription:
        if self._subscription is None:
            self._subscription = await self._broker.open_subscription(self._group, self._topics)
            self._last_progress = time.monotonic()
        return self._subscription

    async def _watch(self, subscription: Subscription) -> None:
        """A consumer can wedge after a long freeze of the broker (aiokafka #1037): then take a new one."""
        if time.monotonic() - self._last_progress < self._watchdog_seconds:
            return
        try:
            wedged = await subscription.behind() > 0
        except BrokerAway:
            wedged = False
        self._last_progress = time.monotonic()
        if wedged:
            log.warning("consumer_rebuilt", group=self._group)
            self._counters.consumer_rebuilds.inc()
            await self.close()

    async def _commit(self, subscription: Subscription) -> None:
        """A commit costs more than a record, so records that follow fast share one; the inbox covers the rest."""
        if not self._uncommitted:
            return
        offsets, self._uncommitted = self._uncommitted, {}
        self._last_commit = time.monotonic()
        try:
            await subscription.commit(offsets)
        except BrokerAway as error:
            log.info("offsets_not_committed", group=self._group, reason=str(error)[:200])

    async def _apply(self, records: Sequence[Record]) -> None:
        try:
            async with self._database.transaction() as transaction:
                await self._react_to_all(transaction, records)
        except Exception as error:
            if is_database_away(error):
                raise
            for record in records:
                await self._apply_alone(record)

    async def _apply_alone(self, record: Record) -> None:
        attempts = 0
        while True:
            attempts += 1
            try:
                async with self._database.transaction() as transaction:
                    await self._react_to_all(transaction, [record])
            except PoisonRecord as error:
                await self._give_up(record, error, attempts)
                return
            except Exception as error:
                if is_database_away(error):
                    raise
                if attempts > len(_RETRY_AFTER):
                    await self._give_up(record, error, attempts)
                    return
                log.info("reaction_retried", error=type(error).__name__, attempt=attempts)
                await asyncio.sleep(_RETRY_AFTER[attempts - 1])
            else:
                return

    async def _give_up(self, record: Record, error: Exception, attempts: int) -> None:
        async with self._database.transaction() as transaction:
            await dead_letter(transaction, record, error=error, attempts=attempts, group=self._group)
        self._counters.dead_letters.labels(record.partition.topic).inc()

    async def _react_to_all(self, transaction: Transaction, records: Sequence[Record]) -> None:
        envelopes = [read_envelope(record) for record in records]
        mine = [
            envelope.id
            for record, envelope in zip(records, envelopes, strict=True)
            if (record.partition.topic, envelope.type) in self._reactions
        ]
        fresh = await remember(transaction, mine)
        guard = await SequenceGuard.load(transaction, envelopes)
        for record, envelope in zip(records, envelopes, strict=True):
            reaction = self._reactions.get((record.partition.topic, envelope.type))
            newer = guard.admits(envelope)
            if reaction is None:
                continue
            if envelope.id not in fresh or not newer:
                self._counters.duplicates.inc()
                continue
            fresh.discard(envelope.id)
            await self._react(transaction, reaction, envelope, read_data(record))
        await guard.save(transaction)
        if guard.gaps:
            self._counters.sequence_gaps.inc(guard.gaps)
            log.warning("sequence_gap", group=self._group, gaps=guard.gaps)

    async def _react(self, transaction: Transaction, reaction: Reaction[W], envelope: Envelope, data: Any) -> None:
        try:
            model = reaction.model.model_validate(data)
        except ValidationError as error:
            fields = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
            raise PoisonRecord(f"{envelope.type} does not say what it must: {fields}") from error
        transaction.cause = Cause(causation_id=envelope.id, traceparent=envelope.traceparent)
        heard = Heard(
            id=envelope.id,
            type=envelope.type,
            source=envelope.source,
            subject=envelope.subject,
            tenant=envelope.tenant,
            sequence=envelope.sequence,
            time=envelope.time,
            causation_id=envelope.causation_id,
            data=model,
        )
        await reaction.react(heard, self._open_work(transaction))
