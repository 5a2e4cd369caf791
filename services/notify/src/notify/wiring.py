"""The one place where the parts of notify meet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from messaging.broker import Broker
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.reactions import Topic
from messaging.service import ServiceDescription
from messaging.transaction import Transaction
from web.signed_links import KeyRing

from notify.adapters.guest_links import GuestLinks
from notify.adapters.sealing import Sealer
from notify.adapters.smtp.address import mail_server
from notify.adapters.smtp.line import Line
from notify.adapters.work import Desk, Work
from notify.events import NOTIFY_EVENTS
from notify.reaction_list import REACTIONS
from notify.senders.mail_lane import MailLane
from notify.senders.mailroom import Mailroom
from notify.settings import NotifySettings

MIGRATIONS = Path(__file__).parent / "migrations"

DESCRIPTION = ServiceDescription(
    name="notify",
    settings=NotifySettings,
    database_url=lambda settings: settings.notify_database_url,
    migrations=MIGRATIONS,
    topics=(Topic(NOTIFY_EVENTS, partitions=12),),
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
    seconds = settings.mail_timeout_seconds
    mailroom = Mailroom(
        [
            MailLane(database, open_work, Line(server, seconds=seconds), seconds=seconds)
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
