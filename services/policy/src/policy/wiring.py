"""The one place where policy's parts meet."""

from dataclasses import dataclass
from pathlib import Path

from messaging.broker import Broker
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import Reaction, TimerReaction, Topic
from messaging.service_description import ServiceDescription

from policy import heard
from policy.adapters.work import Work
from policy.commands.carry_out_answer import HOLD_DEADLINE
from policy.events import POLICY_EVENTS
from policy.reactions.when_arrival_is_reverted_decide_again import when_arrival_is_reverted_decide_again
from policy.reactions.when_booking_is_cancelled_end_hold import when_booking_is_cancelled_end_hold
from policy.reactions.when_booking_is_changed_start_anew import when_booking_is_changed_start_anew
from policy.reactions.when_booking_is_confirmed_pin_terms import when_booking_is_confirmed_pin_terms
from policy.reactions.when_booking_is_over_end_hold import when_booking_is_over_end_hold
from policy.reactions.when_booking_is_released_record_cause import when_booking_is_released_record_cause
from policy.reactions.when_booking_is_reopened_withdraw_cause import when_booking_is_reopened_withdraw_cause
from policy.reactions.when_guest_arrives_end_hold import when_guest_arrives_end_hold
from policy.reactions.when_guest_is_late_decide_hold import when_guest_is_late_decide_hold
from policy.reactions.when_release_is_refused_decide_again import when_release_is_refused_decide_again
from policy.reactions.when_venue_is_set_publish_default_rules import when_venue_is_set_publish_default_rules
from policy.settings import Settings
from policy.timers.when_hold_ends_decide_again import when_hold_ends_decide_again

NAME = "policy"
MIGRATIONS = Path(__file__).parent / "migrations"
TOPICS = (Topic(POLICY_EVENTS, partitions=12),)

_HEARD_TOPIC = "booking.events"

REACTIONS: tuple[Reaction[Work], ...] = (
    Reaction(
        topic=_HEARD_TOPIC,
        type="venue.set.v1",
        model=heard.VenueHeard,
        react=when_venue_is_set_publish_default_rules,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.confirmed.v1",
        model=heard.ConfirmedHeard,
        react=when_booking_is_confirmed_pin_terms,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.changed.v1",
        model=heard.BookingHeard,
        react=when_booking_is_changed_start_anew,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.late_declared.v1",
        model=heard.BookingHeard,
        react=when_guest_is_late_decide_hold,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.arrived.v1",
        model=heard.ArrivedHeard,
        react=when_guest_arrives_end_hold,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.arrival_reverted.v1",
        model=heard.BookingHeard,
        react=when_arrival_is_reverted_decide_again,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.finished.v1",
        model=heard.BookingHeard,
        react=when_booking_is_over_end_hold,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.released.v1",
        model=heard.ReleasedHeard,
        react=when_booking_is_released_record_cause,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.release_refused.v1",
        model=heard.ReleaseRefusedHeard,
        react=when_release_is_refused_decide_again,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.reopened.v1",
        model=heard.BookingHeard,
        react=when_booking_is_reopened_withdraw_cause,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.cancelled.v1",
        model=heard.BookingHeard,
        react=when_booking_is_cancelled_end_hold,
    ),
    Reaction(
        topic=_HEARD_TOPIC,
        type="booking.no_show_marked.v1",
        model=heard.BookingHeard,
        react=when_booking_is_over_end_hold,
    ),
)

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
