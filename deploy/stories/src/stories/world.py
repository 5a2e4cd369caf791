"""The running system as a story sees it: its HTTP doors, its topics, its databases, its mailbox and its clock."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from stories.databases import Databases
from stories.groups import Groups
from stories.mails import Mailbox
from stories.patience import Patience, StillWaiting
from stories.rest import Rest
from stories.settling import Settling
from stories.topics import Told, TopicReader
from stories.urls import SERVICES, Urls

_REQUEST_SECONDS = 12.0


class MissingEvent(StillWaiting):
    """An event that the story needs never came; the message names its type and subject."""


def _any(_: Told) -> bool:
    return True


@dataclass
class World:
    """Independent of how the services run: separate processes, or three apps in one (`clients` over ASGI)."""

    booking: Rest
    policy: Rest
    notify: Rest
    mailbox: Mailbox
    topics: TopicReader
    databases: Databases
    settling: Settling
    patience: Patience

    async def now(self) -> datetime:
        """Business time."""
        return await self.databases.now()

    async def settle(self) -> None:
        """Wait until nothing that could happen now is left to happen. Raises NotSettled."""
        await self.settling.settle()

    async def advance(self, *, minutes: float = 0, seconds: float = 0, hours: float = 0) -> None:
        """Step the business clock, settling at every instant at which something is due. Raises NotSettled."""
        await self.settling.advance(timedelta(minutes=minutes, seconds=seconds, hours=hours))

    async def advance_to(self, instant: datetime) -> None:
        """The same, to an instant."""
        await self.settling.advance_to(instant)

    async def heard(
        self,
        event_type: str,
        *,
        subject: str | None = None,
        where: Callable[[Told], bool] = _any,
        about: str = "",
        seconds: float | None = None,
    ) -> Told:
        """The first event of this type, of this subject, that answers `where`. Raises MissingEvent at the deadline."""

        def answers(told: Told) -> bool:
            return (subject is None or told.subject == subject) and where(told)

        async def look() -> Told | None:
            return self.topics.find(event_type, answers)

        what = f"missing event {event_type} of {subject or about or 'anybody'}"
        try:
            return await self.patience.until(look, lambda: what, seconds=seconds)
        except StillWaiting as deadline:
            raise MissingEvent(str(deadline)) from None

    def events(self, *types: str) -> list[Told]:
        """What was read from the topics so far, in the order of reading."""
        return self.topics.all(*types)


@asynccontextmanager
async def open_world(
    urls: Urls, *, patience: Patience | None = None, clients: Mapping[str, httpx.AsyncClient] | None = None
) -> AsyncIterator[World]:
    """Connect to a running stack; `clients` replaces the HTTP clients of services that run in this process."""
    patience = patience or Patience()
    async with AsyncExitStack() as stack:
        doors = {}
        for service in SERVICES:
            client = (clients or {}).get(service)
            if client is None:
                client = await stack.enter_async_context(_client(getattr(urls, service), urls.token))
            doors[service] = Rest(service, client, patience)
        mailbox = await stack.enter_async_context(_client(urls.mailbox))
        reader, groups = TopicReader(urls.kafka, urls.topic_prefix), Groups(urls.kafka, urls.topic_prefix)
        databases = Databases(urls.databases, patience)
        stack.push_async_callback(databases.close)
        stack.push_async_callback(groups.close)
        stack.push_async_callback(reader.stop)
        await reader.start()
        yield World(
            **doors,
            mailbox=Mailbox(Rest("mailbox", mailbox, patience)),
            topics=reader,
            databases=databases,
            settling=Settling(databases, reader, groups, patience),
            patience=patience,
        )


def _client(url: str, token: str | None = None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(base_url=url, headers=headers, timeout=_REQUEST_SECONDS)
