"""The explicit lists that a service's wiring is made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from messaging.heard import Heard, HeardEvent

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that its owner creates. A compacted one keeps the last record of each key for ever."""

    name: str
    partitions: int
    compacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Generic[W]):
    """When an event of `type` is heard on `topic`, `react` runs in the transaction of the inbox."""

    topic: str
    model: type[HeardEvent]
    type: str
    react: Callable[[Heard[Any], W], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimer:
    """A timer that has come due: a question, never an order."""

    kind: str
    key: str
    tenant: str
    fire_at: datetime
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerReaction(Generic[W]):
    """When a timer of `kind` is due, `react` runs in the transaction that also removes the timer."""

    kind: str
    react: Callable[[DueTimer, W], Awaitable[None]]
