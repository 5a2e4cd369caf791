"""A letter as a mail: headers that nothing can be smuggled into, text and HTML, and the invitation."""

from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import formataddr, formatdate, parseaddr

from notify.adapters.letters.letter import Letter
from notify.domain.message import Message
from notify.domain.safe_text import name_to_greet, one_line

# The classes of old: EmailMessage parses each header that it is given, which took a quarter of what a mail costs here.
_ON_THE_WIRE = compat32.clone(linesep="\r\n", max_line_length=78)
_WHOLE_SUBJECT = 300


def as_mail(letter: Letter, message: Message, *, mail_from: str, to: str, guest_name: str, venue_name: str) -> bytes:
    """The bytes that go over the wire. The Message-ID is the message's own: a second copy is recognised by it.

    The Date is the real one, wherever the business clock stands.
    """
    own_name, own_address = parseaddr(mail_from)
    subject = Header(one_line(letter.subject, _WHOLE_SUBJECT), "utf-8", header_name="Subject")
    mail = MIMEMultipart("alternative", policy=_ON_THE_WIRE)
    mail.attach(_text("plain", letter.text + "\n"))
    mail.attach(_text("html", letter.html))
    if letter.calendar:
        words, mail = mail, MIMEMultipart("mixed", policy=_ON_THE_WIRE)
        mail.attach(words)
        mail.attach(_invitation(letter))
    headers = {
        "Message-ID": message_id_of(message, mail_from),
        "Date": formatdate(usegmt=True),
        "From": formataddr((one_line(venue_name, 100) or own_name, own_address)),
        "To": formataddr((name_to_greet(guest_name), to)),
        "Subject": subject.encode(linesep="\r\n"),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
        "X-Holdfast-Message": message.id,
        "X-Holdfast-Kind": message.kind.value,
        "X-Holdfast-About": message.booking_id or message.entry_id or "",
    }
    for name, value in headers.items():
        mail[name] = value
    return mail.as_bytes()


def message_id_of(message: Message, mail_from: str) -> str:
    """The same at every attempt."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2]
    return f"<{message.id.lower()}@{domain}>"


def _text(kind: str, words: str, **parameters: str) -> MIMENonMultipart:
    quoted = Charset("utf-8")
    quoted.body_encoding = QP
    part = MIMENonMultipart("text", kind, charset="utf-8", policy=_ON_THE_WIRE, **parameters)
    part.set_payload(words, quoted)
    return part


def _invitation(letter: Letter) -> MIMENonMultipart:
    assert letter.calendar is not None
    part = _text("calendar", letter.calendar, method=letter.method or "REQUEST")
    part["Content-Disposition"] = 'attachment; filename="booking.ics"'
    return part
