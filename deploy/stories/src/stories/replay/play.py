"""One real day, through the REST API of the running system."""

import time
from datetime import date
from pathlib import Path

from rich.console import Console

from stories.lunch.play import show_findings
from stories.patience import Patience, StillWaiting
from stories.replay.arrivals import ASSUMED
from stories.replay.course import Course
from stories.replay.day import Day, day_of
from stories.replay.mapping import Mapping
from stories.replay.reception import Reception
from stories.replay.report import show_report
from stories.replay.stays import Stay, Unreadable, read_file
from stories.rest import Refused
from stories.rules.audit import audit
from stories.urls import Urls
from stories.world import open_world


class NothingThatDay(Exception):
    """No readable stay of the file touches the day."""


def load(file: Path, day: date, console: Console, mapping: Mapping | None = None) -> tuple[Mapping, Day]:
    """Read the file and tell what was read. Raises NoMappingFits, NothingThatDay, OSError."""
    mapping, stays, unreadable = read_file(file, mapping)
    plan = day_of(stays, day)
    if not (plan.booked or plan.staying or plan.leaving or plan.waiting):
        raise NothingThatDay(f"no stay in {file} touches {day}")
    _tell(console, mapping, stays, unreadable, plan)
    return mapping, plan


async def replay(urls: Urls, console: Console, mapping: Mapping, day: Day, *, seed: int) -> int:
    """The exit code: 0 when no rule was broken."""
    patience = Patience()
    patience.tell(lambda what: console.print(f"  … waiting for {what}"))
    started = time.monotonic()
    async with open_world(urls, patience=patience) as world:
        reception = Reception(world=world, mapping=mapping, day=day)
        course = Course(reception=reception, seed=seed, log=lambda line: console.print(f"  {line}", soft_wrap=True))
        try:
            await course.eve()
            console.print(
                f"the evening before: {sum(day.rooms.values())} rooms, {len(reception.bookings)} bookings entered"
            )
            await course.through()
            findings = await audit(world)
            code = await show_report(console, course, findings, seconds=time.monotonic() - started)
            return max(code, show_findings(console, findings))
        except (StillWaiting, Refused) as stop:
            console.print(f"\n[bold red]The replay stops:[/] {stop}")
            return 1


def _tell(console: Console, mapping: Mapping, stays: list[Stay], unreadable: list[Unreadable], day: Day) -> None:
    console.print(f"[bold]{mapping.name}[/]: {len(stays)} stays read, {len(unreadable)} rows left out", soft_wrap=True)
    for bad in unreadable:
        console.print(f"  line {bad.line}: {bad.reason}", soft_wrap=True)
    reasons: dict[str, int] = {}
    for out in day.left_out:
        reasons[out.reason] = reasons.get(out.reason, 0) + 1
    told = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
    console.print(
        f"{day.date}: {len(day.staying)} stay on, {len(day.leaving)} leave, {len(day.arriving)} come, "
        f"{len(day.absent)} never come, {len(day.cancelling)} cancel, {len(day.waiting)} wait; "
        f"left out: {told or 'none'}",
        soft_wrap=True,
    )
    rooms = ", ".join(f"{kind} {count}" for kind, count in day.rooms.items())
    console.print(f"rooms (the day's peak without those who waited): {rooms}", soft_wrap=True)
    console.print(f"[yellow]assumed:[/] {ASSUMED}", soft_wrap=True)
    console.print(
        "[yellow]assumed:[/] who came before the day has the room since the eve; departures at 11:00; a waiter takes "
        "an offer at once and comes as told",
        soft_wrap=True,
    )
