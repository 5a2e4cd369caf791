"""The one place where booking's parts meet."""

from dataclasses import dataclass
from pathlib import Path

from messaging.broker import Broker
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import Reaction, TimerReaction, Topic
from messaging.service_description import ServiceDescription

from booking import heard
from booking.adapters import alarms
from booking.adapters.work import Work
from booking.events import BOOKING_EVENTS, GUEST_CONTACTS
from booking.heard import POLICY_EVENTS
from booking.reactions.when_hold_ends_show_it_no_more import when_hold_ends_show_it_no_more
from booking.reactions.when_hold_is_decided_show_it import when_hold_is_decided_show_it
from booking.reactions.when_release_is_decided_release_booking import when_release_is_decided_release_booking
from booking.reactions.when_rules_are_published_keep_card import when_rules_are_published_keep_card
from booking.reactions.when_staff_has_answered_show_the_answer import when_staff_has_answered_show_the_answer
from booking.reactions.when_staff_is_asked_show_the_question import when_staff_is_asked_show_the_question
from booking.reactions.when_terms_are_set_pin_them import when_terms_are_set_pin_them
from booking.settings import BookingSettings
from booking.timers.when_booking_ends_unanswered_mark_no_show import when_booking_ends_unanswered_mark_no_show
from booking.timers.when_entry_is_past_end_it import when_entry_is_past_end_it
from booking.timers.when_expected_guest_is_missing_declare_late import when_expected_guest_is_missing_declare_late
from booking.timers.when_offer_expires_offer_to_next import when_offer_expires_offer_to_next
from booking.timers.when_promised_instant_passes_release import when_promised_instant_passes_release

NAME = "booking"
MIGRATIONS = Path(__file__).parent / "migrations"
TOPICS = (Topic(BOOKING_EVENTS, partitions=12), Topic(GUEST_CONTACTS, partitions=6, compacted=True))


REACTIONS: tuple[Reaction[Work], ...] = (
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.rules_published.v1",
        model=heard.RulesPublished,
        react=when_rules_are_published_keep_card,
    ),
    Reaction(topic=POLICY_EVENTS, type="policy.terms_set.v1", model=heard.TermsSet, react=when_terms_are_set_pin_them),
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.hold_decided.v1",
        model=heard.HoldDecided,
        react=when_hold_is_decided_show_it,
    ),
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.hold_ended.v1",
        model=heard.HoldEnded,
        react=when_hold_ends_show_it_no_more,
    ),
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.release_decided.v1",
        model=heard.ReleaseDecided,
        react=when_release_is_decided_release_booking,
    ),
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.staff_asked.v1",
        model=heard.StaffAsked,
        react=when_staff_is_asked_show_the_question,
    ),
    Reaction(
        topic=POLICY_EVENTS,
        type="policy.staff_answered.v1",
        model=heard.StaffAnswered,
        react=when_staff_has_answered_show_the_answer,
    ),
)

TIMERS: tuple[TimerReaction[Work], ...] = (
    TimerReaction(kind=alarms.EXPECTED_GUEST_IS_MISSING, react=when_expected_guest_is_missing_declare_late),
    TimerReaction(kind=alarms.BOOKING_ENDS_UNANSWERED, react=when_booking_ends_unanswered_mark_no_show),
    TimerReaction(kind=alarms.PROMISED_INSTANT_PASSES, react=when_promised_instant_passes_release),
    TimerReaction(kind=alarms.OFFER_EXPIRES, react=when_offer_expires_offer_to_next),
    TimerReaction(kind=alarms.ENTRY_IS_PAST, react=when_entry_is_past_end_it),
)


def _database_url(settings: BookingSettings) -> str:
    return settings.booking_database_url


DESCRIPTION = ServiceDescription(
    name=NAME, settings=BookingSettings, database_url=_database_url, migrations=MIGRATIONS, topics=TOPICS
)


@dataclass(frozen=True, slots=True)
class Booking:
    """The service without its HTTP side."""

    database: Database
    delivery: Delivery[Work]


def build(settings: BookingSettings, *, broker: Broker | None = None) -> Booking:
    """Put the parts together; nothing connects yet."""
    database = Database(settings.booking_database_url, source=NAME)
    delivery = Delivery(
        database=database,
        settings=settings,
        group=NAME,
        topics=TOPICS,
        reactions=REACTIONS,
        timers=TIMERS,
        open_work=Work,
        broker=broker,
    )
    return Booking(database=database, delivery=delivery)
