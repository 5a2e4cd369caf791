"""What the mailbox answers to whom: accepts everything, unless told otherwise."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum


class Moment(StrEnum):
    """When in the SMTP dialogue the answer is given."""

    RECIPIENT = "recipient"
    DATA = "data"
    # the mail is kept, and the connection breaks before its sender hears so
    AFTER_ACCEPTING = "after_accepting"


@dataclass(slots=True)
class _Answer:
    code: int
    text: str
    moment: Moment
    times: int | None


class Answers:
    """One programmed answer a recipient; thread-safe, because tests program it from their own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_recipient: dict[str, _Answer] = {}

    def program(self, recipient: str, code: int, *, text: str, moment: Moment, times: int | None = None) -> None:
        """Give `code` to the next `times` mails for the recipient, or to all of them when it is None."""
        with self._lock:
            self._by_recipient[recipient.casefold()] = _Answer(code, text, moment, times)

    def clear(self) -> None:
        with self._lock:
            self._by_recipient.clear()

    def take(self, recipient: str, moment: Moment) -> str | None:
        """The SMTP reply programmed for this moment, if there is one; counts it as used."""
        with self._lock:
            answer = self._by_recipient.get(recipient.casefold())
            if answer is None or answer.moment is not moment:
                return None
            if answer.times is not None:
                answer.times -= 1
                if answer.times <= 0:
                    del self._by_recipient[recipient.casefold()]
            return f"{answer.code} {answer.text}"
