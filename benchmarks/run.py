"""The whole measurement, in the order that keeps the mailbox small: late guests first, then bookings by thousands."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from local_stack.stack import Stack
from stories.patience import Patience
from stories.urls import Urls
from stories.world import open_world

from benchmarks import raw_sql
from benchmarks.create import AT_ONCE, Rate, ask_for_availability, create_bookings
from benchmarks.figures import Cpu, cpu_of, resident_megabytes
from benchmarks.house import House, a_booking, bookings_without_end, next_hour, open_house
from benchmarks.late import Told, declare_late, follow
from benchmarks.wire import Connection, must


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long everything is measured."""

    runs: int = 5
    run_seconds: int = 6
    late_seconds: int = 20
    rates: tuple[int, ...] = (5, 50)


@dataclass
class Figures:
    """Everything that was measured."""

    over_http: list[Rate] = field(default_factory=list)
    alone: list[Rate] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    cpu: list[Mapping[str, float]] = field(default_factory=list)
    cpu_alone: list[Mapping[str, float]] = field(default_factory=list)
    availability: Rate | None = None
    late: dict[int, Told] = field(default_factory=dict)
    resident: dict[str, float] = field(default_factory=dict)


def measure(stack: Stack, plan: Plan, say: Any) -> Figures:
    """Run everything on a stack with fsync on."""
    figures, urls = Figures(), Urls.of(stack.urls)
    for rate in plan.rates:
        say(f"late → told at {rate}/s for {plan.late_seconds} s")
        figures.late[rate] = asyncio.run(_late(urls, rate, plan.late_seconds))
    raw_url = raw_sql.prepare(stack)
    house, bodies = asyncio.run(_house(urls))
    for number in range(plan.runs):
        say(f"creating bookings, run {number + 1} of {plan.runs}: over HTTP, then raw SQL")
        made, cpu = _create(stack, urls, bodies, plan)
        figures.over_http.append(made)
        figures.cpu.append(cpu)
        asyncio.run(_settled(urls))
        figures.raw.append(raw_sql.run_pgbench(stack, raw_url, clients=AT_ONCE, seconds=plan.run_seconds))
    say("availability")
    figures.availability = asyncio.run(
        ask_for_availability(urls.booking, urls.token, _questions(house), seconds=plan.run_seconds)
    )
    figures.resident = resident_megabytes(stack)
    say("creating bookings while policy and notify are stopped: the outbox fills, and they will catch up")
    for service in ("policy", "notify"):
        stack.stop(service)
    for _ in range(plan.runs):
        made, cpu = _create(stack, urls, bodies, plan)
        figures.alone.append(made)
        figures.cpu_alone.append(cpu)
    return figures


def _create(stack: Stack, urls: Urls, bodies: Iterator[dict[str, Any]], plan: Plan) -> tuple[Rate, dict[str, float]]:
    """One run over HTTP, with the processor time of one booking by part."""
    before = cpu_of(stack)
    made = asyncio.run(create_bookings(urls.booking, urls.token, bodies, seconds=plan.run_seconds))
    return made, _per_booking(cpu_of(stack), before, made.count)


async def _late(urls: Urls, rate: int, seconds: int) -> Told:
    connection = await Connection(urls.booking, urls.token).open()
    count = rate * seconds
    house = await open_house(connection, f"Late at {rate}/s", tables=count, late_after=240)
    async with open_world(urls, patience=Patience(120)) as world:
        starts_at = await world.now() + timedelta(minutes=10)
        bookings = [
            must(await connection.post("/v1/bookings", a_booking(house, starts_at, resource_ids=[table])), 201)
            for table in house.table_ids
        ]
        await connection.close()
        await world.settle()
        await world.advance_to(starts_at + timedelta(minutes=1))
        sent = await declare_late(urls.booking, urls.token, bookings, per_second=rate)
        return await follow(world, sent)


async def _house(urls: Urls) -> tuple[House, Iterator[dict[str, Any]]]:
    connection = await Connection(urls.booking, urls.token).open()
    house = await open_house(connection, "Bench")
    await connection.close()
    return house, bookings_without_end(house, next_hour(days=3))


async def _settled(urls: Urls) -> None:
    """Both sides start from rest: what the bookings set in motion is done before raw SQL is measured."""
    async with open_world(urls, patience=Patience(180)) as world:
        await world.settle()


def _questions(house: House) -> Iterator[str]:
    """A day's free starts, another day at each question."""
    for day in itertools.cycle(range(3, 33)):
        begin = next_hour(days=day).replace(hour=0)
        end = begin + timedelta(days=1)
        span = f"from={begin:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"
        yield f"/v1/venues/{house.venue_id}/availability?{span}&party=2&duration_minutes=90"


def _per_booking(after: Cpu, before: Cpu, count: int) -> dict[str, float]:
    return {name: passed * 1000 / count for name, passed in after.since(before).items() if passed > 0}


def mean_of(tables: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Name by name."""
    return {name: sum(table.get(name, 0.0) for table in tables) / len(tables) for name in tables[0]}
