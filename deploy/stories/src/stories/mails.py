"""The mails that a real SMTP server accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stories.rest import Rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it lies in the mailbox; `message_id` is the same when a mail is sent a second time."""

    id: str
    to: str
    subject: str
    text: str
    message_id: str
    accepted_at: str
    headers: dict[str, str]

    def names(self, messages: Iterable[str]) -> str | None:
        """Which of these message ids the mail's Message-ID carries."""
        local = self.message_id.partition("@")[0].casefold()
        return next((message for message in messages if message.casefold() in local), None)


@dataclass
class Mailbox:
    """The mailbox of the embedded stack, over HTTP."""

    rest: Rest

    async def all(self) -> Sequence[Mail]:
        """Every mail so far, oldest first."""
        return [_mail(told) for told in await self.rest.get("/messages")]


def _mail(told: dict[str, Any]) -> Mail:
    return Mail(
        id=str(told["id"]),
        to=", ".join(told["to"]),
        subject=told["subject"],
        text=told["text"],
        message_id=told["message_id"],
        accepted_at=told["accepted_at"],
        headers={name.lower(): value for name, value in told["headers"].items()},
    )
