"""One line to the mail server, kept open between messages."""

import asyncio
import time

import structlog
from aiosmtplib import SMTP, SMTPException

from notify.adapters.smtp.answers import Answer, accepted, meaning_of
from notify.domain.mail_server import MailServer

log = structlog.get_logger()

_CLOSE_SECONDS = 1.0
_FRESH_SECONDS = 20.0


class Line:
    """Connects when it has something to send, and again when the server has hung up. Every wait has a deadline.

    `our_name` is what the mail server is greeted with.
    """

    def __init__(self, server: MailServer, *, our_name: str, seconds: float) -> None:
        self._server = server
        self._our_name = our_name
        self._seconds = seconds
        self._client: SMTP | None = None
        self._last_used = 0.0

    async def send(self, sender: str, recipient: str, mail: bytes) -> Answer:
        """Hand over one mail within the deadline. Never raises for what the network or the server does."""
        try:
            async with asyncio.timeout(self._seconds):
                client = await self._connected()
                _, reply = await client.sendmail(sender, [recipient], mail)
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            answer = meaning_of(error)
        else:
            answer = accepted(reply)
        self._last_used = time.monotonic()
        if not answer.connection_usable:
            await self.close()
        return answer

    async def close(self) -> None:
        """Hang up, politely if the server takes part."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await client.quit()
        except (SMTPException, OSError, TimeoutError) as error:
            log.debug("mail_server_hung_up", error=type(error).__name__)
        finally:
            client.close()

    async def _connected(self) -> SMTP:
        client = self._client
        if client is not None and client.is_connected and await self._still_answers(client):
            return client
        if client is not None:
            client.close()
        self._client = None
        client = SMTP(
            hostname=self._server.host,
            port=self._server.port,
            use_tls=self._server.tls,
            start_tls=self._server.starttls,
            username=self._server.username,
            password=self._server.password,
            # else it is looked up in DNS, which may take longer than the deadline
            local_hostname=self._our_name,
            timeout=self._seconds,
        )
        await client.connect()
        self._client = client
        return client

    async def _still_answers(self, client: SMTP) -> bool:
        """A line that was quiet for long is asked first: a server that has hung up meanwhile costs no attempt."""
        if time.monotonic() - self._last_used < _FRESH_SECONDS:
            return True
        try:
            await client.noop()
        except (SMTPException, OSError):
            return False
        return True
