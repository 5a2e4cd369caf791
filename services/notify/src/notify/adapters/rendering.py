"""A message's letter, and the copy of it that is kept."""

import json
from datetime import datetime
from email.utils import parseaddr

from notify.adapters.letters.calendar import invitation, method_of
from notify.adapters.letters.context import context_of
from notify.adapters.letters.letter import Letter, write_letter
from notify.adapters.letters.templates import Template
from notify.adapters.sealing import Sealer
from notify.adapters.work import Desk
from notify.domain.language import language_of
from notify.domain.message import Message


def render(
    message: Message, template: Template, *, guest_name: str, recipient: str, terms: str, desk: Desk, now: datetime
) -> Letter:
    """Fill the pinned template in with what is known now. Raises TemplateRefused."""
    language = language_of(message.language)
    link = desk.links.link(message.facts, tenant=message.tenant)
    words = context_of(
        message.kind, message.facts, language=language, guest_name=guest_name, link=link, terms=terms, now=now
    )
    letter = write_letter(template, words, language=language)
    method = method_of(message.kind)
    if message.facts.booking is None or not method:
        return letter
    calendar = invitation(
        message.facts.booking,
        method=method,
        language=language,
        link=link,
        organizer=parseaddr(desk.mail_from)[1],
        attendee=recipient,
        now=now,
    )
    return Letter(subject=letter.subject, text=letter.text, html=letter.html, calendar=calendar, method=method)


def seal_copy(letter: Letter, message: Message, sealer: Sealer) -> bytes:
    """The copy names the guest and holds the guest's link: it is sealed like the contact."""
    copy = {"subject": letter.subject, "text": letter.text, "calendar": letter.calendar}
    return sealer.seal(json.dumps(copy), place=_place(message.tenant, message.id))


def open_copy(sealed: bytes, *, tenant: str, message_id: str, sealer: Sealer) -> dict[str, str]:
    """`subject`, `text` and `calendar` as they were sent. Raises SealBroken."""
    opened: dict[str, str] = json.loads(sealer.open(sealed, place=_place(tenant, message_id)))
    return opened


def _place(tenant: str, message_id: str) -> str:
    return f"message\x00{tenant}\x00{message_id}"
