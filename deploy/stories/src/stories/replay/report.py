"""What happened beside what happened in reality, and how fast the facts travelled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from stories.replay.arrivals import histogram
from stories.replay.course import Course
from stories.rules.audit import Finding
from stories.rules.of_events import once
from stories.topics import Told
from stories.urls import SERVICES
from stories.world import World

_WRITTEN = "SELECT event_id, extract(epoch FROM written_at)::float8 AS at FROM outbox WHERE sequence IS NOT NULL"
_HEARD = "SELECT event_id, extract(epoch FROM heard_at)::float8 AS at FROM inbox"


@dataclass(frozen=True, slots=True)
class Handed:
    """A no-show's room that went to a waiter: lines of the file and ids of the events."""

    absent: int
    waiter: int
    room: str
    released: Told
    offered: Told


def handed_on(course: Course) -> list[Handed]:
    """Rooms of no-shows that a waiter was offered and took."""
    desk, events = course.reception, once(course.reception.world.events())
    lines = {booking: line for line, booking in desk.bookings.items()}
    entries = {entry: line for line, entry in desk.entries.items()}
    absent = {stay.line for stay in desk.day.absent}
    released = [told for told in events if told.type == "booking.released.v1" and lines.get(told.subject) in absent]
    found = []
    for offered in (told for told in events if told.type == "waitlist.offered.v1"):
        rooms = {room["id"]: room["name"] for room in offered.data["offer"]["resources"]}
        for gone in released:
            same = [room["name"] for room in gone.data["booking"]["resources"] if room["id"] in rooms]
            if same and gone.time <= offered.time and entries[offered.subject] in course.served:
                found.append(Handed(lines[gone.subject], entries[offered.subject], same[0], gone, offered))
    return found


def could_be_handed_on(course: Course) -> bool:
    """Whether the day has a waiter who fits into the nights that a no-show leaves."""
    day = course.reception.day
    return any(
        gone.room_type == stay.room_type and stay.nights < gone.nights for gone in day.absent for stay in day.waiting
    )


def who_waited_in_vain(course: Course) -> list[str]:
    """For each waiter without a room, what became free of the type that was wanted."""
    day = course.reception.day
    told = []
    for stay in day.waiting:
        if stay.line in course.served:
            continue
        nights = ", ".join(str(gone.nights) for gone in day.absent if gone.room_type == stay.room_type)
        freed = f"no-shows of the type left {nights} nights" if nights else "no room of the type became free"
        told.append(f"line {stay.line} waited in vain for {stay.room_type} and {stay.nights} nights: {freed}")
    return told


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank; 0 for nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def show_report(console: Console, course: Course, findings: list[Finding], *, seconds: float) -> int:
    """Print the report; the exit code is 1 if a rule was broken."""
    world, day = course.reception.world, course.reception.day
    events = once(world.events())
    kinds = Counter(told.type for told in events)
    came = len(day.arriving) + len(day.waiting)
    beside = Table(title=f"{day.date}, beside reality", title_style="bold", title_justify="left")
    for column in ("", "reality", "replay"):
        beside.add_column(column, justify="left" if not column else "right")
    rows: list[tuple[str, object, object]] = [
        ("in the house since before", len(day.staying) + len(day.leaving), len(day.staying) + len(day.leaving)),
        ("left on the day", len(day.leaving), kinds["booking.finished.v1"]),
        ("arrived on the day", came, len(course.came)),
        ("came and found no room", 0, len(course.turned_away)),
        ("never came, their room released", len(day.absent), kinds["booking.released.v1"]),
        ("cancelled on the day", len(day.cancelling), kinds["booking.cancelled.v1"]),
        ("had waited and got a room", len(day.waiting), len(course.served)),
        ("offers", "–", kinds["waitlist.offered.v1"]),
    ]
    for name, real, replayed in rows:
        beside.add_row(name, str(real), str(replayed))
    console.print(beside)
    handed = handed_on(course)
    for one in handed:
        console.print(
            f"room {one.room} of the no-show in line {one.absent} ({one.released.id}) went to the waiter "
            f"of line {one.waiter} ({one.offered.id})",
            soft_wrap=True,
        )
    for words in who_waited_in_vain(course):
        console.print(words, soft_wrap=True)
    await _show_measures(console, course, events, seconds)
    if could_be_handed_on(course) and not handed:
        console.print("[red]differs:[/] no room of a no-show went to a waiter, although one fitted")
        return 1
    return 1 if any(finding.differs for finding in findings) else 0


async def _show_measures(console: Console, course: Course, events: list[Told], seconds: float) -> None:
    world = course.reception.world
    messages = Counter(
        f"{told.data['kind']} {told.type.split('.')[1]}" for told in events if told.type.startswith("message.")
    )
    to_topic, to_hearer = await _lags(world, events)
    measures = Table(title="Measured", title_style="bold", title_justify="left")
    measures.add_column("what")
    measures.add_column("how much")
    arrivals = histogram([at.astimezone(course.reception.zone) for at in course.arrives.values()])
    for name, value in (
        ("arrivals by the hour (assumed)", ", ".join(f"{hour}h: {count}" for hour, count in arrivals.items())),
        ("messages", ", ".join(f"{count} {kind}" for kind, count in sorted(messages.items()))),
        ("bookings over HTTP", f"{course.bookings_per_second:.0f}/s, six at a time"),
        ("events", f"{len(events)} in {seconds:.0f} s"),
        ("written → on the topic", _milliseconds(to_topic)),
        ("written → applied by a hearer", _milliseconds(to_hearer)),
    ):
        measures.add_row(name, value)
    console.print(measures)


async def _lags(world: World, events: list[Told]) -> tuple[list[float], list[float]]:
    """Seconds from the outbox row to the record, and to the effect at each hearer; one machine, one clock."""
    written: dict[str, float] = {}
    for service in SERVICES:
        written |= {row["event_id"]: row["at"] for row in await world.databases.rows(service, _WRITTEN)}
    to_topic = [told.written_at - written[told.id] for told in events if told.id in written]
    heard = [row for service in SERVICES for row in await world.databases.rows(service, _HEARD)]
    return to_topic, [row["at"] - written[row["event_id"]] for row in heard if row["event_id"] in written]


def _milliseconds(seconds: Sequence[float]) -> str:
    return (
        f"p50 {percentile(seconds, 0.5) * 1000:.0f} ms, p99 {percentile(seconds, 0.99) * 1000:.0f} ms ({len(seconds)})"
    )
