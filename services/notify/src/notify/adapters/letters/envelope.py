"""A letter as a mail: headers that nothing can be smuggled into, text and HTML, and the invitation."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from notify.adapters.letters.letter import Letter
from notify.domain.message import Message
from notify.domain.safe_text import name_to_greet, one_line


def as_mail(letter: Letter, message: Message, *, mail_from: str, to: str, guest_name: str, venue_name: str) -> bytes:
    """The bytes that go over the wire. The Message-ID is the message's own: a second copy is recognised by it.

    The Date is the real one, wherever the business clock stands.
    """
    own_name, own_address = parseaddr(mail_from)
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = message_id_of(message, mail_from)
    mail["Date"] = formatdate(usegmt=True)
    mail["From"] = _address(one_line(venue_name, 100) or own_name, own_address)
    mail["To"] = _address(name_to_greet(guest_name), to)
    mail["Subject"] = letter.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail["X-Holdfast-Message"] = message.id
    mail["X-Holdfast-Kind"] = message.kind.value
    mail["X-Holdfast-About"] = message.booking_id or message.entry_id or ""
    mail.set_content(letter.text + "\n", cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        mail.add_attachment(
            letter.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="booking.ics",
            params={"method": letter.method, "charset": "utf-8"},
        )
    return mail.as_bytes()


def message_id_of(message: Message, mail_from: str) -> str:
    """The same at every attempt."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2]
    return f"<{message.id.lower()}@{domain}>"


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
