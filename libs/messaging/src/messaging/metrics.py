"""What can be seen of moving facts: counters in the process, and gauges read from the database at a scrape."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import text

from messaging.database import Database


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


async def measure(database: Database) -> dict[str, float]:
    """The gauges of outbox and timers, by name without prefix. Seconds are real for the outbox, business for timers."""
    async with database.engine.connect() as connection:
        row = (await connection.execute(_MEASURE)).mappings().one()
    return {name: float(value) for name, value in row.items()}
