"""What one day of the hotel was: who was in the house, who was to come, who waited, and how many rooms there were."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stories.replay.stays import Stay


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A stay that touches the day in the file but not the house, and why."""

    stay: Stay
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Disjoint lists of stays; `rooms` is the number of rooms of each type, `beds` the largest party of a type."""

    date: date
    staying: Sequence[Stay]
    leaving: Sequence[Stay]
    arriving: Sequence[Stay]
    absent: Sequence[Stay]
    cancelling: Sequence[Stay]
    waiting: Sequence[Stay]
    left_out: Sequence[LeftOut]
    rooms: dict[str, int]
    beds: dict[str, int]

    @property
    def booked(self) -> list[Stay]:
        """Those who had booked a room for tonight beforehand."""
        return sorted([*self.arriving, *self.absent, *self.cancelling], key=lambda stay: stay.line)


def day_of(stays: Sequence[Stay], day: date) -> Day:
    """Sort the stays that touch `day`, and count the rooms.

    - Those who had waited for tonight are on the waitlist; those who had waited before have their room.
    - Rooms of a type: the peak of the day without those who wait, no-shows of the day included, since their rooms
      were kept for them.
    - Cancelled or absent since an earlier day, or staying for no night: not in the house, told as left out.
    """
    touching = [stay for stay in stays if stay.arrival <= day <= stay.departure]
    left_out = [LeftOut(stay=stay, reason=reason) for stay in touching if (reason := _why_not(stay, day))]
    gone = {out.stay.line for out in left_out}
    here = [stay for stay in touching if stay.line not in gone]
    before = [stay for stay in here if stay.arrival < day]
    tonight = [stay for stay in here if stay.arrival == day]
    waiting = [stay for stay in tonight if stay.waited and stay.came]
    booked = [stay for stay in tonight if stay not in waiting]
    return Day(
        date=day,
        staying=[stay for stay in before if stay.departure > day],
        leaving=[stay for stay in before if stay.departure == day],
        arriving=[stay for stay in booked if stay.came],
        absent=[stay for stay in booked if stay.outcome == "no_show"],
        cancelling=[stay for stay in booked if stay.outcome == "cancelled"],
        waiting=waiting,
        left_out=left_out,
        rooms=_rooms([*before, *booked], day),
        beds=_beds(here),
    )


def _why_not(stay: Stay, day: date) -> str | None:
    if stay.nights == 0:
        return "stayed for no night"
    if stay.outcome == "cancelled" and stay.outcome_on < day:
        return "cancelled before the day"
    if stay.outcome == "cancelled" and stay.arrival < day:
        return "cancelled although it had begun"
    if stay.outcome == "no_show" and stay.arrival < day:
        return "a no-show of an earlier day"
    return None


def _rooms(stays: Sequence[Stay], day: date) -> dict[str, int]:
    """The morning's and the night's occupants share no hour: the peak is the larger of the two."""
    morning = Counter(stay.room_type for stay in stays if stay.arrival <= day - timedelta(days=1))
    night = Counter(stay.room_type for stay in stays if stay.departure > day)
    return {kind: max(morning[kind], night[kind]) for kind in sorted(morning | night)}


def _beds(stays: Sequence[Stay]) -> dict[str, int]:
    beds: dict[str, int] = {}
    for stay in stays:
        beds[stay.room_type] = max(beds.get(stay.room_type, 1), stay.party)
    return beds
