"""A real SMTP server that keeps what it is given, and shows it over HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI

from local_stack.http_thread import HttpThread, bound_socket
from local_stack.mail import Mail, read_mail
from local_stack.mail_answers import Answers, Moment
from local_stack.mail_pages import add_pages


class Mailbox:
    """Every mail is in a file before its sender hears 250, so a killed mailbox has lost nothing it accepted."""

    def __init__(self, data_dir: Path, *, smtp_port: int | None = None, http_port: int | None = None) -> None:
        self.answers = Answers()
        self._data_dir = data_dir
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._arrival = threading.Condition()
        self._mails = _kept_mails(data_dir)
        self._smtp_socket = bound_socket(smtp_port, wanted_by="the mailbox (SMTP)")
        self.app = FastAPI(title="Mailbox", openapi_url=None, lifespan=self._lifespan)
        add_pages(self.app, self)
        self._http = HttpThread(self.app, port=http_port, name="mailbox")
        self.url = self._http.url

    @property
    def smtp_url(self) -> str:
        number: int = self._smtp_socket.getsockname()[1]
        return f"smtp://127.0.0.1:{number}"

    def start(self) -> None:
        self._http.start()

    def stop(self) -> None:
        self._http.stop()
        self._smtp_socket.close()

    def messages(self, to: str | None = None, *, after: int = 0) -> list[Mail]:
        """The mails accepted so far, oldest first; of one recipient, if given."""
        with self._arrival:
            kept = [each for each in self._mails if each.number > after]
        return [mail for mail in (each.mail for each in kept) if to is None or mail.is_for(to)]

    def answer(
        self,
        recipient: str,
        code: int,
        *,
        text: str = "programmed answer",
        moment: Moment = Moment.RECIPIENT,
        times: int | None = None,
    ) -> None:
        """Refuse the recipient with this SMTP code (451 for now, 550 for good), `times` times or always."""
        self.answers.program(recipient, code, text=text, moment=moment, times=times)

    def clear(self) -> None:
        """Forget all mails and all programmed answers."""
        self.answers.clear()
        with self._arrival:
            self._mails.clear()
            for file in self._data_dir.glob("*.eml"):
                file.unlink()

    async def wait_for(self, to: str | None = None, *, count: int = 1, seconds: float = 10.0) -> list[Mail]:
        """The mails as soon as there are `count`; TimeoutError names what was there instead."""
        return await asyncio.to_thread(self._wait, to, count, seconds)

    def _wait(self, to: str | None, count: int, seconds: float) -> list[Mail]:
        with self._arrival:
            if self._arrival.wait_for(lambda: len(self.messages(to)) >= count, seconds):
                return self.messages(to)
        seen = [(mail.recipients, mail.subject) for mail in self.messages()]
        raise TimeoutError(f"waited {seconds} s for {count} mail(s) to {to or 'anybody'}; there are: {seen}")

    def keep(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> int:
        """The mail's number, once its file is written."""
        with self._arrival:
            number = self._mails[-1].number + 1 if self._mails else 1
            envelope = {"accepted_at": datetime.now(UTC).isoformat(), "sender": sender, "recipients": recipients}
            _write_whole(self._data_dir / f"{number:08}.eml", json.dumps(envelope).encode() + b"\n" + raw)
            self._mails.append(_Kept(number, envelope, raw))
            self._arrival.notify_all()
        return number

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(_Dialogue(self), hostname="mailbox.local", enable_SMTPUTF8=True), sock=self._smtp_socket
        )
        async with server:
            yield


class _Dialogue:
    """aiosmtpd's hooks; their names are its protocol."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self._mailbox.answers.take(address, Moment.RECIPIENT)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipients = tuple(str(each) for each in envelope.rcpt_tos)
        for recipient in recipients:
            refusal = self._mailbox.answers.take(recipient, Moment.DATA)
            if refusal is not None:
                return refusal
        number = self._mailbox.keep(str(envelope.mail_from), recipients, _bytes(envelope.content))
        if any(self._mailbox.answers.take(each, Moment.AFTER_ACCEPTING) for each in recipients):
            _break_off(server)
        return f"250 2.0.0 kept as {number}"


def _break_off(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else str(content or "").encode()


@dataclass
class _Kept:
    """Parsed when somebody reads it: that costs more than accepting it."""

    number: int
    envelope: dict[str, Any]
    raw: bytes

    @cached_property
    def mail(self) -> Mail:
        return read_mail(
            self.raw,
            number=self.number,
            accepted_at=datetime.fromisoformat(self.envelope["accepted_at"]),
            sender=self.envelope["sender"],
            recipients=tuple(self.envelope["recipients"]),
        )


def _kept_mails(data_dir: Path) -> list[_Kept]:
    mails = []
    for file in sorted(data_dir.glob("*.eml")):
        first, _, raw = file.read_bytes().partition(b"\n")
        mails.append(_Kept(int(file.stem), json.loads(first), raw))
    return mails


def _write_whole(file: Path, content: bytes) -> None:
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(file)
