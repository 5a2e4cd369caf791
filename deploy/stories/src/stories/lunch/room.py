"""The room at the end: who sits where, and what was released to whom, read from the topics."""

from dataclasses import dataclass

from rich.table import Table as Grid

from stories.lunch.cast import TABLES
from stories.lunch.telling import Teller
from stories.rules.of_events import once
from stories.topics import Told

_LAST_WORD = {
    "booking.confirmed.v1": "expected",
    "booking.changed.v1": "expected",
    "booking.late_declared.v1": "late",
    "booking.arrived.v1": "seated",
    "booking.reopened.v1": "came back, seated",
    "booking.service_started.v1": "is served",
    "booking.finished.v1": "finished",
    "booking.cancelled.v1": "cancelled",
    "booking.released.v1": "released",
    "booking.no_show_marked.v1": "no-show",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One booking at one table, with the last thing that was told of it."""

    table: str
    starts_at: str
    ends_at: str
    who: str
    words: str


def seats(events: list[Told], names: dict[str, str]) -> list[Seat]:
    """By table and hour. `names` are of guests by id: the topics of bookings hold none."""
    last: dict[str, Told] = {}
    for told in once(events):
        if told.type in _LAST_WORD:
            last[told.subject] = told
    found = []
    for told in last.values():
        booking = told.data["booking"]
        who = f"{names.get(booking['guest_id'], booking['guest_id'])} ({booking['party']})"
        for table in booking["resources"]:
            found.append(Seat(table["name"], booking["starts_at"], booking["ends_at"], who, _LAST_WORD[told.type]))
    return sorted(found, key=lambda seat: (seat.table, seat.starts_at))


def show_room(teller: Teller) -> None:
    """The table of tables."""
    events = teller.world.events()
    names = {told.data["guest_id"]: told.data["name"] for told in events if told.type == "guest.contact_set.v1"}
    grid = Grid(title="The room", title_style="bold", title_justify="left")
    for column in ("table", "seats", "who, and how it went"):
        grid.add_column(column)
    taken = seats(events, names)
    for table in TABLES:
        lines = [
            f"{teller.wall(s.starts_at, seconds=False)}–{teller.wall(s.ends_at, seconds=False)} {s.who}: {s.words}"
            for s in taken
            if s.table == table.name
        ]
        joined = f" (joins {table.joins})" if table.joins else ""
        grid.add_row(table.name + joined, f"{table.smallest}–{table.largest}", "\n".join(lines) or "free")
    teller.console.print(grid)
