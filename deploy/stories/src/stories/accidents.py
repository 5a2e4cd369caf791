"""Killing parts of the stack while a story is told, and starting them again: the story notices a wait, no more."""

import random
import threading
from collections.abc import Callable
from types import TracebackType

from local_stack.stack import Stack

PARTS = ("booking", "policy", "notify", "kafka", "postgres", "mailbox")
_CALM_SECONDS = (1.5, 6.0)
_DOWN_SECONDS = (0.2, 3.0)


class Accidents:
    """A context: as long as it lasts, one part after the other is killed with -9 and started again."""

    def __init__(self, stack: Stack, *, seed: int, tell: Callable[[str], None]) -> None:
        self._stack = stack
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._tell = tell
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="accidents", daemon=True)
        self.count = 0

    def __enter__(self) -> "Accidents":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(*_CALM_SECONDS)):
            part = self._random.choice(PARTS)
            self._tell(f"{part} is killed")
            self._stack.kill(part)
            self.count += 1
            self._over.wait(self._random.uniform(*_DOWN_SECONDS))
            self._stack.start(part)
            self._tell(f"{part} is back")
