"""Several lanes side by side: a slow mail server or a slow message stops only its own lane."""

from collections.abc import Sequence
from itertools import cycle

from messaging.loop import Loop

from notify.senders.mail_lane import MailLane

_IDLE_SECONDS = 0.5


class LaneLoop(Loop):
    """Hangs up when it ends."""

    def __init__(self, number: int, lane: MailLane) -> None:
        super().__init__(f"mail lane {number}", lane.run_once, idle_seconds=_IDLE_SECONDS)
        self.lane = lane

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            await self.lane.close()


class Mailroom:
    """The lanes of one process, as loops for the service's delivery."""

    def __init__(self, lanes: Sequence[MailLane]) -> None:
        self.loops = [LaneLoop(number, lane) for number, lane in enumerate(lanes, start=1)]
        self._next = cycle(self.loops)

    def wake(self) -> None:
        """One more message may be due: wake one lane, another one each time."""
        next(self._next).wake()
