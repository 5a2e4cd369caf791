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
    before = _whose_place(events, names)
    found = []
    for told in last.values():
        booking = told.data["booking"]
        who = f"{names.get(booking['guest_id'], booking['guest_id'])} ({booking['party']})"
        words = _LAST_WORD[told.type] + before.get(told.subject, "")
        for table in booking["resources"]:
            found.append(Seat(table["name"], booking["starts_at"], booking["ends_at"], who, words))
    return sorted(found, key=lambda seat: (seat.table, seat.starts_at))


def _whose_place(events: list[Told], names: dict[str, str]) -> dict[str, str]:
    """For each booking that came from the waitlist, who had the place before; for each released one, when."""
    words: dict[str, str] = {}
    released: dict[str, Told] = {}
    for told in once(events):
        if told.type == "booking.released.v1":
            released |= {table["id"]: told for table in told.data["booking"]["resources"]}
        elif told.type == "waitlist.offer_accepted.v1":
            gone = [released[table["id"]] for table in told.data["offer"]["resources"] if table["id"] in released]
            whose = ", ".join(names[each.data["booking"]["guest_id"]] for each in gone)
            words[told.data["booking_id"]] = f", waited, in place of {whose}"
            new = names[told.data["entry"]["guest_id"]]
            words |= {each.subject: f", the place was released to {new}" for each in gone}
    return words


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
