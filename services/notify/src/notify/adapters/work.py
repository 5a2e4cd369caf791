"""What a command works with: one transaction and the things that are kept in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from messaging.ids import new_id
from messaging.transaction import Transaction

from notify.adapters.guest_links import GuestLinks
from notify.adapters.postgres.bookings import Bookings
from notify.adapters.postgres.contacts import Contacts
from notify.adapters.postgres.messages import Messages
from notify.adapters.postgres.tenant_templates import TenantTemplates
from notify.adapters.sealing import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lasts longer than a transaction: keys, links, the address that mail comes from."""

    sealer: Sealer
    links: GuestLinks
    mail_from: str
    wake_sender: Callable[[], None]


class Work:
    """Opened anew for each transaction."""

    def __init__(self, transaction: Transaction, desk: Desk) -> None:
        self.transaction = transaction
        self.desk = desk
        self.bookings = Bookings(transaction.session)
        self.contacts = Contacts(transaction.session, desk.sealer)
        self.messages = Messages(transaction.session)
        self.templates = TenantTemplates(transaction.session)

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.transaction.now

    def new_message_id(self) -> str:
        return new_id("msg")

    def wake_sender(self) -> None:
        """Once this has become durable, there may be something to send."""
        self.transaction.after_commit(self.desk.wake_sender)
