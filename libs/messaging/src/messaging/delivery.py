"""One service's moving of facts: relay, consumer and timekeeper as loops in one event loop."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError

from messaging.broker import Broker
from messaging.consumer import Consumer
from messaging.database import Database
from messaging.dead_letters import dead_letter_topic
from messaging.kafka import KafkaBroker
from messaging.loop import Loop
from messaging.metrics import Counters, Gauges
from messaging.reactions import Reaction, TimerReaction, Topic
from messaging.relay import Relay
from messaging.settings import DeliverySettings
from messaging.timekeeper import Timekeeper
from messaging.transaction import Transaction

log = structlog.get_logger()
W = TypeVar("W")

_STOP_SECONDS = 10.0
_CLOCK_SECONDS = 3.0
_MEASURE_SECONDS = 2.0


class Delivery(Generic[W]):
    """Starts at once, whether the broker is there or not, and ends within a deadline, whatever the broker does.

    `timers_wait_for_topics`: overdue timers fire only after the topics have been read to their present end.
    """

    def __init__(
        self,
        *,
        database: Database,
        settings: DeliverySettings,
        group: str,
        topics: Sequence[Topic],
        reactions: Sequence[Reaction[W]],
        timers: Sequence[TimerReaction[W]],
        open_work: Callable[[Transaction], W],
        timers_wait_for_topics: bool = False,
        extra_loops: Sequence[Loop] = (),
        broker: Broker | None = None,
        registry: CollectorRegistry | None = None,
    ) -> None:
        self.database = database
        self.broker: Broker = broker or KafkaBroker(settings)
        self.registry = registry or CollectorRegistry()
        self.topics = with_dead_letters(topics)
        self._settings = settings
        counters = Counters.create(self.registry)
        self._gauges = Gauges.create(self.registry)
        self._hears = bool(reactions)
        self.relay = Relay(database, self.broker)
        self.consumer = Consumer(
            database=database,
            broker=self.broker,
            group=group,
            reactions=reactions,
            open_work=open_work,
            counters=counters,
        )
        self.timekeeper = Timekeeper(
            database=database,
            reactions=timers,
            open_work=open_work,
            counters=counters,
            may_fire=self.consumer.has_read_all if timers_wait_for_topics else _always,
        )
        self._topics_exist = False
        self._clock_is_settled = False
        relay_loop = Loop("relay", self._relay)
        timer_loop = Loop("timekeeper", self.timekeeper.run_once, idle_seconds=0.2)
        self._loops = [
            Loop("clock", self._settle_clock, idle_seconds=60),
            Loop("topics", self._create_topics, idle_seconds=60),
            relay_loop,
            timer_loop,
            *([Loop("consumer", self.consumer.run_once)] if self._hears else []),
            Loop("measures", self._measure, idle_seconds=_MEASURE_SECONDS),
            *extra_loops,
        ]
        self._tasks: list[asyncio.Task[None]] = []
        database.when_facts_were_written = relay_loop.wake
        database.when_timers_were_set = timer_loop.wake

    async def start(self) -> None:
        """Start the loops that the role asks for. Returns soon: a database that is away is settled with later."""
        if self._settings.role == "api":
            return
        with contextlib.suppress(SQLAlchemyError, OSError, TimeoutError):
            async with asyncio.timeout(_CLOCK_SECONDS):
                await self._settle_clock()
        self._tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in self._loops]

    async def stop(self) -> None:
        """End the loops and the clients, each within a deadline."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        if tasks:
            _, alive = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
            for task in alive:
                log.error("loop_would_not_stop", loop=task.get_name())
        await asyncio.gather(self.relay.close(), self.consumer.close())

    async def broker_answers(self) -> bool:
        """Whether the broker can be reached now, within a deadline; for readiness."""
        return await self.broker.answers()

    async def _settle_clock(self) -> bool:
        """Only where the settings allow it may the business clock differ from the database's."""
        if not self._clock_is_settled:
            await self.database.set_clock_adjustable(self._settings.clock_adjustable)
            self._clock_is_settled = True
        return False

    async def _measure(self) -> bool:
        await self._gauges.measure(self.database, await self.consumer.lag() if self._hears else 0)
        return False

    async def _relay(self) -> bool:
        return self._topics_exist and await self.relay.run_once()

    async def _create_topics(self) -> bool:
        if not self._topics_exist:
            await self.broker.create_topics(self.topics)
            self._topics_exist = True
        return False


def with_dead_letters(topics: Sequence[Topic]) -> list[Topic]:
    """The owner of a topic also creates the topic of its dead letters."""
    return [*topics, *(Topic(dead_letter_topic(topic.name), 1) for topic in topics)]


async def _always() -> bool:
    return True
