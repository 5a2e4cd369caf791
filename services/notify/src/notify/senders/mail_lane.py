"""A lane takes one message at a time, hands it over on its own line, and records what came of it."""

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta

import structlog
from messaging.database import Database
from messaging.transaction import Transaction

from notify.adapters.smtp.line import Line
from notify.adapters.work import Work
from notify.commands.record_delivery import record_delivery
from notify.commands.take_message import TakenMessage, take_message
from notify.domain.retry import delay_after

log = structlog.get_logger()

OpenWork = Callable[[Transaction], Work]
_LEASE_BEYOND_DEADLINE = timedelta(seconds=5)


class MailLane:
    """No database connection is held while the mail server is spoken to.

    The lease outlives the line's deadline, so that a message is taken over only from a worker that is dead. A worker
    that dies between the server's 250 and our commit leads to a second copy, with the same Message-ID.
    """

    def __init__(self, database: Database, open_work: OpenWork, line: Line, *, seconds: float) -> None:
        self._database = database
        self._open_work = open_work
        self._line = line
        self._lease = timedelta(seconds=seconds) + _LEASE_BEYOND_DEADLINE

    async def run_once(self) -> bool:
        """Send or drop one message. False if there was nothing to do.

        A lane that is told to stop finishes the message that it has begun: nobody is told twice for a restart.
        """
        work = asyncio.ensure_future(self._one_message())
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait({work}, timeout=self._lease.total_seconds())
            raise

    async def close(self) -> None:
        """Hang up."""
        await self._line.close()

    async def _one_message(self) -> bool:
        async with self._database.transaction() as transaction:
            taken = await take_message(self._open_work(transaction), lease=self._lease)
        if taken is None:
            return False
        if not isinstance(taken, TakenMessage):
            log.info("message_ended", message=taken.id, kind=taken.kind, status=taken.status, reason=taken.reason)
            return True
        answer = await self._line.send(taken.sender, taken.recipient, taken.mail)
        retry_in = delay_after(taken.message.attempts, chance=random.random())  # noqa: S311 - spreads, protects nothing
        async with self._database.transaction() as transaction:
            ended = await record_delivery(taken.message, answer, self._open_work(transaction), retry_in=retry_in)
        log.info("message_attempted", message=ended.id, kind=ended.kind, status=ended.status, code=answer.code)
        return True
