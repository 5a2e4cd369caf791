"""The one place where policy's parts meet."""

from dataclasses import dataclass
from pathlib import Path

from messaging.broker import Broker
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import TimerReaction, Topic
from messaging.service_description import ServiceDescription

from policy.adapters.work import Work
from policy.commands.carry_out_answer import HOLD_DEADLINE
from policy.events import POLICY_EVENTS
from policy.reaction_list import REACTIONS
from policy.settings import Settings
from policy.timers.when_hold_ends_decide_again import when_hold_ends_decide_again

NAME = "policy"
MIGRATIONS = Path(__file__).parent / "migrations"
TOPICS = (Topic(POLICY_EVENTS, partitions=12),)

TIMERS: tuple[TimerReaction[Work], ...] = (TimerReaction(kind=HOLD_DEADLINE, react=when_hold_ends_decide_again),)


def _database_url(settings: Settings) -> str:
    return settings.policy_database_url


DESCRIPTION = ServiceDescription(
    name=NAME,
    settings=Settings,
    database_url=_database_url,
    migrations=MIGRATIONS,
    topics=TOPICS,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The service without its HTTP side."""

    database: Database
    delivery: Delivery[Work]


def build(settings: Settings, *, broker: Broker | None = None) -> Policy:
    """Put the parts together; nothing connects yet.

    A deadline fires only after everything that was said meanwhile has been heard.
    """
    database = Database(settings.policy_database_url, source=NAME)
    delivery = Delivery(
        database=database,
        settings=settings,
        group=NAME,
        topics=TOPICS,
        reactions=REACTIONS,
        timers=TIMERS,
        open_work=Work,
        timers_wait_for_topics=True,
        broker=broker,
    )
    return Policy(database=database, delivery=delivery)
