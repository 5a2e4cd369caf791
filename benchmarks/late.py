"""From “I'm late” to the mail: sent at a fixed rate, whatever the answers do; timed to the SMTP server's acceptance."""

import asyncio
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stories.world import World

from benchmarks.wire import Connection, must

CONNECTIONS = 16

# Commit of “late” → policy → notify, per booking, in seconds of one machine's clock.
HOPS = ("late → committed", "committed → policy", "policy decided → notify", "notify → mail accepted")


@dataclass
class Told:
    """Seconds from the request to the mail, and the hops between, one entry a booking."""

    total: list[float] = field(default_factory=list)
    hops: dict[str, list[float]] = field(default_factory=lambda: {hop: [] for hop in HOPS})
    missing: int = 0


async def declare_late(
    url: str, token: str, bookings: Sequence[Mapping[str, Any]], *, per_second: float
) -> dict[str, float]:
    """Booking id → instant (epoch) at which the request was sent. An open loop: a slow answer delays nobody else."""
    connections: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        connections.put_nowait(await Connection(url, token).open())
    sent: dict[str, float] = {}

    async def one(booking: Mapping[str, Any]) -> None:
        connection = await connections.get()
        answer = await connection.post(
            f"/v1/bookings/{booking['id']}/late", {"by": "guest", "eta_minutes": 8}, key=uuid.uuid4().hex
        )
        must(answer, 200)
        connections.put_nowait(connection)

    tasks = []
    begun = time.perf_counter()
    for number, booking in enumerate(bookings):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
        sent[booking["id"]] = time.time()
        tasks.append(asyncio.create_task(one(booking)))
    await asyncio.gather(*tasks)
    while not connections.empty():
        await connections.get_nowait().close()
    return sent


async def follow(world: World, sent: Mapping[str, float]) -> Told:
    """Join requests, outboxes, inboxes and mails by id."""
    await world.settle()
    mails_by_id = {mail.message_id.partition("@")[0].casefold(): mail for mail in await world.mailbox.all()}
    late = {t.subject: t for t in world.events("booking.late_declared.v1") if t.subject in sent}
    holds = {t.subject: t for t in world.events("policy.hold_decided.v1") if t.subject in sent}
    mails = {t.data["booking_id"]: t for t in world.events("message.sent.v1") if t.data["kind"] == "held"}
    at = {service: await _instants(world, service) for service in ("booking", "policy", "notify")}
    told = Told()
    for booking, asked in sent.items():
        if booking not in mails:
            told.missing += 1
            continue
        message = str(mails[booking].data["message_id"]).casefold()
        mail = next((mail for name, mail in mails_by_id.items() if message in name), None)
        if mail is None:
            told.missing += 1
            continue
        arrived = _epoch(mail.accepted_at)
        committed = at["booking"][late[booking].id]
        decided = at["policy"][holds[booking].id]
        heard = at["notify"][holds[booking].id]
        told.total.append(arrived - asked)
        for hop, seconds in zip(
            HOPS, (committed - asked, decided - committed, heard - decided, arrived - heard), strict=True
        ):
            told.hops[hop].append(seconds)
    return told


async def _instants(world: World, service: str) -> dict[str, float]:
    """Event id → when it was written here, or heard here."""
    rows = await world.databases.rows(
        service,
        "SELECT event_id, extract(epoch FROM written_at)::float8 AS at FROM outbox"
        " UNION ALL SELECT event_id, extract(epoch FROM heard_at)::float8 AS at FROM inbox",
    )
    return {row["event_id"]: row["at"] for row in rows}


def _epoch(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()
