"""What can be seen of moving facts: counters in the process, and gauges read from the database at a scrape."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy import text

from messaging.database import Database

_MEASURE = text(
    """
    SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL) AS outbox_unsent,
           (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(written_at)), 0)
              FROM outbox WHERE sent_at IS NULL) AS outbox_oldest_unsent_seconds,
           (SELECT greatest(coalesce(extract(epoch FROM clock_now() - min(fire_at)), 0), 0)
              FROM timer WHERE dead_at IS NULL) AS timer_oldest_due_seconds,
           (SELECT count(*) FROM timer WHERE dead_at IS NOT NULL) AS timers_dead
    """
)


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters of one service's delivery."""

    duplicates: Counter
    sequence_gaps: Counter
    dead_letters: Counter
    timers_fired: Counter
    consumer_rebuilds: Counter

    @classmethod
    def create(cls, registry: CollectorRegistry) -> "Counters":
        """Register the counters; once per registry."""

        def counter(name: str, text: str, labels: tuple[str, ...] = ()) -> Counter:
            return Counter(f"holdfast_{name}", text, labels, registry=registry)

        return cls(
            duplicates=counter("duplicate_events", "Events dropped because they were applied before"),
            sequence_gaps=counter("sequence_gaps", "Holes seen in the numbering of a subject's events"),
            dead_letters=counter("dead_letters", "Records given up, by topic", ("topic",)),
            timers_fired=counter("timers_fired", "Timers fired"),
            consumer_rebuilds=counter("consumer_rebuilds", "Consumers replaced because they had wedged"),
        )


@dataclass(frozen=True, slots=True)
class Gauges:
    """How far the moving of facts is behind; set anew every few seconds, stale while the database is away."""

    outbox_unsent: Gauge
    outbox_oldest_unsent_seconds: Gauge
    timer_oldest_due_seconds: Gauge
    timers_dead: Gauge
    consumer_lag: Gauge

    @classmethod
    def create(cls, registry: CollectorRegistry) -> "Gauges":
        """Register the gauges; once per registry."""

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"holdfast_{name}", text, registry=registry)

        return cls(
            outbox_unsent=gauge("outbox_unsent", "Facts that the broker has not acknowledged"),
            outbox_oldest_unsent_seconds=gauge("outbox_oldest_unsent_seconds", "Age of the oldest of them"),
            timer_oldest_due_seconds=gauge("timer_oldest_due_seconds", "Business seconds since the oldest due timer"),
            timers_dead=gauge("timers_dead", "Timers given up after repeated failures"),
            consumer_lag=gauge("consumer_lag", "Records on the topics not yet applied; NaN while that is unknown"),
        )

    async def measure(self, database: Database, consumer_lag: int | None) -> None:
        """Read outbox and timers, in one statement."""
        async with database.engine.connect() as connection:
            row = (await connection.execute(_MEASURE)).mappings().one()
        for name, value in row.items():
            gauge: Gauge = getattr(self, name)
            gauge.set(float(value))
        self.consumer_lag.set(float("nan") if consumer_lag is None else consumer_lag)
