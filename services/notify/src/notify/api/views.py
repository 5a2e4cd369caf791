"""What notify shows over HTTP."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from notify.domain.kinds import Kind, Status
from notify.queries.messages import MessageInFull

_LINK = re.compile(r"(/g/)[A-Za-z0-9_-]{16,}")


class MessageView(BaseModel):
    """A message without its words."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(examples=["msg_01K9Z0M5S0W3T2V1X0Y9Z8A7B6"])
    kind: Kind
    status: Status
    reason: str | None = Field(description="why it was dropped, or what the mail server said last", examples=[None])
    detail: str | None = Field(description="the same in plain words, if it was dropped", examples=[None])
    channel: Literal["email"] = "email"
    language: str = Field(examples=["ru"])
    booking_id: str | None
    entry_id: str | None
    guest_id: str
    venue_id: str
    event_id: str = Field(description="the change that it tells of")
    copy_number: int = Field(description="0 for the message that the change caused; resent ones count on")
    template: str = Field(description="the version of the wording")
    attempts: int
    created_at: datetime
    not_after: datetime = Field(description="its moment: from here on it is not sent any more")
    ended_at: datetime | None


class AttemptView(BaseModel):
    number: int
    at: datetime = Field(description="real time, wherever the business clock stands")
    outcome: Literal["accepted", "temporary", "permanent"]
    code: int | None = Field(description="the SMTP code; null if the connection failed", examples=[250])
    reply: str = Field(description="what the mail server said, without addresses")


class FullMessageView(MessageView):
    """A message with its words. The guest's signed link is cut short: it is the guest's alone."""

    waits_for: Literal["contact", "terms"] | None = Field(description="why it is not sent yet")
    subject: str | None = Field(description="null: not rendered yet, or the guest was erased")
    text: str | None
    calendar: str | None = Field(description="the invitation that was attached, if any")
    tries: list[AttemptView]


class TemplateView(BaseModel):
    kind: Kind
    language: Literal["en", "ru"]
    version: str = Field(description="pinned on each message that is written with it")
    number: int = Field(description="0 for the wording that comes with the product")
    subject: str
    text: str
    published_at: datetime | None
    published_by: str | None
    variables: dict[str, str] = Field(description="what this kind may speak of")
    filters: list[str]
    functions: dict[str, str]


class TemplateText(BaseModel):
    """Leave out, or send null for, what should keep the wording that comes with the product."""

    model_config = ConfigDict(extra="forbid", strict=True)

    subject: str | None = Field(default=None, max_length=8000, examples=["It is yours: {{ when }}"])
    text: str | None = Field(
        default=None, max_length=8000, examples=["Dear {{ guest_name }},\n\n{{ when }}, {{ count(party, 'guest') }}."]
    )


def full_view(message: MessageInFull) -> FullMessageView:
    copy: Mapping[str, str] = message.copy or {}
    shown: dict[str, Any] = dict(message.row)
    return FullMessageView(
        **{name: shown[name] for name in MessageView.model_fields if name != "channel"},
        waits_for=message.waits_for,
        subject=copy.get("subject"),
        text=_without_token(copy.get("text")),
        calendar=_without_token(copy.get("calendar")) or None,
        tries=[AttemptView(**one) for one in message.attempts],
    )


def _without_token(text: str | None) -> str | None:
    return None if text is None else _LINK.sub(r"\1…", text.replace("\r\n ", ""))
