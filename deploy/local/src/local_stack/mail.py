"""A caught mail, as tools and tests read it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """`number` counts from 1 in the order of acceptance; `message_id` is without angle brackets."""

    number: int
    accepted_at: datetime
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    attachments: tuple[Attachment, ...]

    def is_for(self, address: str) -> bool:
        return address.casefold() in (each.casefold() for each in self.recipients)


def read_mail(raw: bytes, *, number: int, accepted_at: datetime, sender: str, recipients: tuple[str, ...]) -> Mail:
    """Parse a mail as a modern mail program would."""
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    return Mail(
        number=number,
        accepted_at=accepted_at,
        sender=sender,
        recipients=recipients,
        message_id=str(parsed.get("Message-ID", "")).strip().strip("<>"),
        subject=str(parsed.get("Subject", "")),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        headers={name: str(value) for name, value in parsed.items()},
        attachments=tuple(_attachment(part) for part in parsed.iter_attachments()),
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_content()
    return Attachment(
        name=part.get_filename() or "",
        content_type=part.get_content_type(),
        text=content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content),
    )
