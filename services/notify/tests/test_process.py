"""`python -m notify` as an operator starts it, on real Kafka, PostgreSQL and SMTP."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
from local_stack.issuer import Issuer
from local_stack.mail_answers import Moment
from local_stack.mailbox import Mailbox
from notify.settings import NotifySettings

from .events_heard import BOOKING, EMAIL, ENTRY, GUEST, a_booking, an_entry, confirmed, contact, held, offer, terms
from .kafka_sender import KafkaSender


@asynccontextmanager
async def a_process(settings: NotifySettings) -> AsyncIterator[asyncio.subprocess.Process]:
    told = {name.upper(): str(value) for name, value in settings.model_dump(exclude_none=True).items()}
    environment = {**os.environ, **told}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "notify", env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def with_kafka(settings: NotifySettings, bootstrap: str, prefix: str) -> NotifySettings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    changes = {"kafka_bootstrap": bootstrap, "topic_prefix": prefix, "http_port": port}
    return settings.model_copy(update=changes)


async def sent(settings: NotifySettings, token: str, count: int) -> list[dict[str, str]]:
    """The messages that the service says it has sent, as soon as there are so many."""
    url = f"http://127.0.0.1:{settings.http_port}/v1/messages?status=sent"
    items: list[dict[str, str]] = []
    async with asyncio.timeout(120), httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                answer = await client.get(url, headers={"Authorization": f"Bearer {token}"})
            except httpx.TransportError:
                continue
            items = answer.json().get("items", [])
            if len(items) >= count:
                return items


async def test_events_become_mails_once_though_the_process_is_killed(
    settings: NotifySettings, kafka_bootstrap: str, topic_prefix: str, mailbox: Mailbox, issuer: Issuer
) -> None:
    settings = with_kafka(settings, kafka_bootstrap, topic_prefix)
    now = datetime.now(UTC)
    booking = a_booking(now=now)
    kafka = KafkaSender(settings)
    await kafka.open()
    token = issuer.mint("tnt_a")
    async with a_process(settings) as process:
        first = await kafka.send("booking.confirmed.v1", confirmed(booking), subject=BOOKING)
        await kafka.send("policy.terms_set.v1", terms(booking), subject=BOOKING)
        await kafka.send("guest.contact_set.v1", contact(), subject=GUEST)
        await mailbox.wait_for(EMAIL, count=1, seconds=120)
        await sent(settings, token, 1)
        process.kill()
        await process.wait()
    await kafka.again(first)
    mailbox.answer(EMAIL, 250, moment=Moment.AFTER_ACCEPTING, times=1)
    await kafka.send("policy.hold_decided.v1", held(booking, now + timedelta(hours=3)), subject=BOOKING)
    async with a_process(settings) as process:
        await kafka.send("waitlist.offered.v1", offer(an_entry(), now=now), subject=ENTRY)
        await sent(settings, token, 3)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0
    await kafka.close()
    mails = mailbox.messages(EMAIL)
    kinds = {mail.message_id: mail.headers["X-Holdfast-Kind"] for mail in mails}
    assert sorted(kinds.values()) == ["confirmed", "held", "offered"]
    # the server's 250 got lost once: that one mail, and no other, came twice, under one Message-ID
    assert len(mails) == 4
