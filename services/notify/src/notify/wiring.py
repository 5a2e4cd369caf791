"""The one place where the parts of notify meet."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from messaging.broker import Broker
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.heard import HeardEvent
from messaging.reactions import Reaction, Topic
from messaging.service_description import ServiceDescription
from messaging.transaction import Transaction
from web.signed_links import KeyRing

from notify import heard
from notify.adapters.guest_links import GuestLinks
from notify.adapters.sealing import Sealer
from notify.adapters.smtp.line import Line
from notify.adapters.work import Desk, Work
from notify.events import NOTIFY_EVENTS
from notify.heard import BOOKING_EVENTS, GUEST_CONTACTS, POLICY_EVENTS
from notify.reactions.when_booking_goes_on_remember_it import when_booking_goes_on_remember_it
from notify.reactions.when_booking_is_cancelled_confirm_it import when_booking_is_cancelled_confirm_it
from notify.reactions.when_booking_is_changed_write_what_it_is_now import when_booking_is_changed_write_what_it_is_now
from notify.reactions.when_booking_is_confirmed_write_confirmation import when_booking_is_confirmed_write_confirmation
from notify.reactions.when_booking_is_over_drop_what_was_to_be_told import when_booking_is_over_drop_what_was_to_be_told
from notify.reactions.when_booking_is_released_tell_why_and_what_now import (
    when_booking_is_released_tell_why_and_what_now,
)
from notify.reactions.when_contact_is_erased_forget_the_guest import when_contact_is_erased_forget_the_guest
from notify.reactions.when_contact_is_set_keep_it import when_contact_is_set_keep_it
from notify.reactions.when_guest_is_here_drop_what_was_to_be_told import when_guest_is_here_drop_what_was_to_be_told
from notify.reactions.when_hold_is_decided_tell_until_when import when_hold_is_decided_tell_until_when
from notify.reactions.when_offer_expires_tell_the_waiting_party import when_offer_expires_tell_the_waiting_party
from notify.reactions.when_offer_is_settled_drop_its_message import when_offer_is_settled_drop_its_message
from notify.reactions.when_place_is_offered_tell_the_waiting_party import when_place_is_offered_tell_the_waiting_party
from notify.reactions.when_staff_answered_tell_until_when import when_staff_answered_tell_until_when
from notify.reactions.when_terms_are_set_add_them_to_the_confirmation import (
    when_terms_are_set_add_them_to_the_confirmation,
)
from notify.senders.mail_lane import MailLane
from notify.senders.mailroom import Mailroom
from notify.settings import NotifySettings, mail_server

MIGRATIONS = Path(__file__).parent / "migrations"

DESCRIPTION = ServiceDescription(
    name="notify",
    settings=NotifySettings,
    database_url=lambda settings: settings.notify_database_url,
    migrations=MIGRATIONS,
    topics=(Topic(NOTIFY_EVENTS, partitions=12),),
)


def _on(
    topic: str, event_type: str, model: type[HeardEvent], react: Callable[[Any, Work], Awaitable[None]]
) -> Reaction[Work]:
    return Reaction(topic=topic, type=event_type, model=model, react=react)


REACTIONS: tuple[Reaction[Work], ...] = (
    _on(BOOKING_EVENTS, "booking.confirmed.v1", heard.BookingConfirmed, when_booking_is_confirmed_write_confirmation),
    _on(BOOKING_EVENTS, "booking.changed.v1", heard.BookingChanged, when_booking_is_changed_write_what_it_is_now),
    _on(BOOKING_EVENTS, "booking.late_declared.v1", heard.BookingHeard, when_booking_goes_on_remember_it),
    _on(BOOKING_EVENTS, "booking.arrival_reverted.v1", heard.BookingHeard, when_booking_goes_on_remember_it),
    _on(BOOKING_EVENTS, "booking.arrived.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.service_started.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.reopened.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.finished.v1", heard.BookingHeard, when_booking_is_over_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.no_show_marked.v1", heard.BookingHeard, when_booking_is_over_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.released.v1", heard.BookingReleased, when_booking_is_released_tell_why_and_what_now),
    _on(BOOKING_EVENTS, "booking.cancelled.v1", heard.BookingCancelled, when_booking_is_cancelled_confirm_it),
    _on(BOOKING_EVENTS, "waitlist.offered.v1", heard.WaitlistOffer, when_place_is_offered_tell_the_waiting_party),
    _on(BOOKING_EVENTS, "waitlist.offer_expired.v1", heard.WaitlistOffer, when_offer_expires_tell_the_waiting_party),
    _on(BOOKING_EVENTS, "waitlist.offer_accepted.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.offer_declined.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.offer_withdrawn.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.left.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(POLICY_EVENTS, "policy.terms_set.v1", heard.TermsSet, when_terms_are_set_add_them_to_the_confirmation),
    _on(POLICY_EVENTS, "policy.hold_decided.v1", heard.HoldDecided, when_hold_is_decided_tell_until_when),
    _on(POLICY_EVENTS, "policy.staff_answered.v1", heard.StaffAnswered, when_staff_answered_tell_until_when),
    _on(GUEST_CONTACTS, "guest.contact_set.v1", heard.GuestContactSet, when_contact_is_set_keep_it),
    _on(GUEST_CONTACTS, "guest.contact_erased.v1", heard.GuestContactErased, when_contact_is_erased_forget_the_guest),
)


@dataclass(frozen=True, slots=True)
class Notify:
    """The service without its HTTP side."""

    database: Database
    delivery: Delivery[Work]
    mailroom: Mailroom
    open_work: Callable[[Transaction], Work]


def build(settings: NotifySettings, *, broker: Broker | None = None) -> Notify:
    """Put the parts together; nothing connects yet."""
    database = Database(settings.notify_database_url, source=DESCRIPTION.name)

    def wake_sender() -> None:
        mailroom.wake()

    desk = Desk(
        sealer=Sealer(settings.contact_keys),
        links=GuestLinks(KeyRing(settings.guest_link_keys), settings.public_url),
        mail_from=settings.mail_from,
        wake_sender=wake_sender,
    )

    def open_work(transaction: Transaction) -> Work:
        return Work(transaction, desk)

    server = mail_server(settings.smtp_url)
    our_name = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    seconds = settings.mail_timeout_seconds
    mailroom = Mailroom(
        [
            MailLane(database, open_work, Line(server, our_name=our_name, seconds=seconds), seconds=seconds)
            for _ in range(settings.mail_lanes)
        ]
    )
    delivery = Delivery(
        database=database,
        settings=settings,
        group=DESCRIPTION.name,
        topics=DESCRIPTION.topics,
        reactions=REACTIONS,
        timers=(),
        open_work=open_work,
        extra_loops=mailroom.loops,
        broker=broker,
    )
    return Notify(database=database, delivery=delivery, mailroom=mailroom, open_work=open_work)
