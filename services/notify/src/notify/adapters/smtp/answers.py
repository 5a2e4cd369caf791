"""What a mail server's answer means: accepted, not now, or never."""

from dataclasses import dataclass
from enum import StrEnum

from aiosmtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from notify.domain.safe_text import without_addresses

_ABOUT_THE_MESSAGE = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError)
_SERVICE_CLOSES = 421


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`reply` holds no address. `connection_usable`: whether the dialogue can go on with another message."""

    verdict: Verdict
    code: int | None
    reply: str
    connection_usable: bool


def accepted(reply: str) -> Answer:
    return Answer(verdict=Verdict.ACCEPTED, code=250, reply=without_addresses(reply), connection_usable=True)


def meaning_of(error: Exception) -> Answer:
    """A refusal of this message is judged by the first digit of its code (aiosmtplib raises the same exception for
    451 and 550). A connection that fails, a greeting or a login that is refused says nothing about the message:
    that is temporary, so that a wrong password does not lose what can still be told.
    """
    if isinstance(error, SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        permanent = isinstance(error, _ABOUT_THE_MESSAGE) and error.code // 100 == 5
        return Answer(
            verdict=Verdict.PERMANENT if permanent else Verdict.TEMPORARY,
            code=error.code,
            reply=without_addresses(f"{error.code} {error.message}"),
            connection_usable=isinstance(error, _ABOUT_THE_MESSAGE) and error.code != _SERVICE_CLOSES,
        )
    detail = error.message if isinstance(error, SMTPException) and error.args else str(error)
    reply = without_addresses(f"{type(error).__name__}: {detail}")
    return Answer(verdict=Verdict.TEMPORARY, code=None, reply=reply, connection_usable=False)
