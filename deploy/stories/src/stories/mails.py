"""The mails that a real SMTP server accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stories.rest import Rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it lies in the mailbox."""

    id: str
    to: str
    subject: str
    text: str
    headers: dict[str, str]

    @property
    def message_id(self) -> str:
        """The header that stays the same when a mail is sent a second time."""
        return self.headers.get("message-id", "")


@dataclass
class Mailbox:
    """The mailbox of the embedded stack, over HTTP."""

    rest: Rest

    async def all(self) -> Sequence[Mail]:
        """Every mail so far, oldest first."""
        return [_mail(told) for told in await self.rest.get("/messages")]


def _mail(told: dict[str, Any]) -> Mail:
    headers = {str(name).lower(): str(value) for name, value in dict(told.get("headers", {})).items()}
    to = told.get("to", "")
    return Mail(
        id=str(told["id"]),
        to=to if isinstance(to, str) else ", ".join(to),
        subject=str(told.get("subject", "")),
        text=str(told.get("text", "")),
        headers=headers,
    )
