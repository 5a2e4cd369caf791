"""The course of the day: who leaves, who comes, who does not, and what then becomes free for those who wait."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from stories.replay.arrivals import arrival_of, stated_arrival
from stories.replay.reception import Reception, several
from stories.replay.stays import Stay
from stories.rest import Refused

STRIDE = timedelta(minutes=15)


@dataclass
class Course:
    """What happened in the replay, as it happened; `log` is told the lines."""

    reception: Reception
    seed: int
    log: Callable[[str], None]
    arrives: dict[int, datetime] = field(default_factory=dict)
    came: set[int] = field(default_factory=set)
    turned_away: dict[int, str] = field(default_factory=dict)
    served: dict[int, str] = field(default_factory=dict)
    bookings_per_second: float = 0.0

    async def eve(self) -> None:
        """The evening before: the house is as full as it was, tonight's bookings are made, the waiters wait."""
        desk, day = self.reception, self.reception.day
        eve = day.date - timedelta(days=1)
        world = desk.world
        await world.databases.shift(desk.wall(eve, "20:00") - await world.now())
        await desk.open()
        await several(desk.check_in_before(stay) for stay in [*day.staying, *day.leaving])
        started = time.monotonic()
        await several(self._book(stay) for stay in day.booked)
        self.bookings_per_second = len(day.booked) / (time.monotonic() - started)
        for stay in day.waiting:
            await desk.wait(stay)
        await world.settle()
        await self._accept_offers()

    async def through(self) -> None:
        """Step through the day, minute of arrival by minute of arrival."""
        desk = self.reception
        plan = self._plan()
        end = desk.wall(desk.day.date, "23:59")
        while True:
            now = await desk.world.now()
            due = sorted(instant for instant in plan if instant <= now)
            for instant in due:
                for act in plan.pop(instant):
                    await act()
            for line, instant in await self._accept_offers():
                plan.setdefault(instant, []).append(self._arriving(line))
            if now >= end:
                return
            await desk.world.advance_to(min([*plan, now + STRIDE, end]))

    def _plan(self) -> dict[datetime, list[Callable[[], Awaitable[None]]]]:
        desk, day = self.reception, self.reception.day
        plan: dict[datetime, list[Callable[[], Awaitable[None]]]] = {}
        for stay in day.leaving:
            plan.setdefault(desk.wall(day.date, "11:00"), []).append(self._leaving(stay.line))
        for stay in day.cancelling:
            plan.setdefault(desk.wall(day.date, "12:00"), []).append(self._cancelling(stay.line))
        for line, instant in self.arrives.items():
            plan.setdefault(instant, []).append(self._arriving(line))
        return plan

    async def _book(self, stay: Stay) -> None:
        stated = None
        if stay.came:
            arrives = self._drawn(stay)
            self.arrives[stay.line] = arrives
            stated = stated_arrival(arrives, hold_hour=self.reception.mapping.hold_hour)
        await self.reception.book(stay, expected_at=stated)

    async def _accept_offers(self) -> list[tuple[int, datetime]]:
        """Every waiter who has an offer takes it; returns who will come when."""
        coming = []
        for stay in self.reception.day.waiting:
            entry = self.reception.entries[stay.line]
            offered = self.reception.world.topics.find("waitlist.offered.v1", lambda told, e=entry: told.subject == e)  # type: ignore[misc]
            if offered is None or stay.line in self.served:
                continue
            booking = await self.reception.accept(stay.line)
            self.served[stay.line] = booking
            starts = datetime.fromisoformat(offered.data["offer"]["starts_at"])
            confirmed = await self.reception.world.heard("booking.confirmed.v1", subject=booking)
            expected = datetime.fromisoformat(confirmed.data["booking"]["expected_by"])
            rooms = ", ".join(room["name"] for room in offered.data["offer"]["resources"])
            self.log(f"line {stay.line} waited and takes {rooms} from {starts:%H:%M} UTC ({offered.id})")
            coming.append((stay.line, max(starts, min(self._drawn(stay), expected))))
        self.arrives |= dict(coming)
        return coming

    def _drawn(self, stay: Stay) -> datetime:
        return arrival_of(stay, day=self.reception.day.date, zone=self.reception.zone, seed=self.seed)

    def _arriving(self, line: int) -> Callable[[], Awaitable[None]]:
        async def arrive() -> None:
            try:
                await self.reception.arrive(line)
            except Refused as refused:
                self.turned_away[line] = refused.code
            else:
                self.came.add(line)

        return arrive

    def _leaving(self, line: int) -> Callable[[], Awaitable[None]]:
        return lambda: self.reception.leave(line)

    def _cancelling(self, line: int) -> Callable[[], Awaitable[None]]:
        return lambda: self.reception.cancel(line)
