"""A promise over time is read off the rules: they are asked for every instant ahead at which the answer can change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Answer(Protocol):
    """Whatever says what is to be done."""

    @property
    def action(self) -> str: ...


A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Span(Generic[A]):
    """From `start` (included) to `end` (excluded) the rules give one answer."""

    start: datetime
    end: datetime
    answer: A


def read_timeline(
    ask: Callable[[datetime], A], *, now: datetime, changes: Iterable[datetime], horizon: datetime, keeps: str
) -> tuple[Span[A], ...]:
    """The spans from `now` on, up to and including the first whose answer is not `keeps`, or up to the horizon.

    `changes` are all instants in (now, horizon] at which the answer can change, in order; between them it cannot.
    """
    spans: list[Span[A]] = []
    start, answer = now, ask(now)
    for at in changes:
        if at >= horizon:
            break
        if answer.action != keeps:
            return (*spans, Span(start, at, answer))
        following = ask(at)
        if following != answer:
            spans.append(Span(start, at, answer))
            start, answer = at, following
    return (*spans, Span(start, max(horizon, start), answer))


def first_not(spans: tuple[Span[A], ...], keeps: str) -> datetime | None:
    """The first instant whose answer is not `keeps`; None when the answer never changes before the horizon."""
    return next((span.start for span in spans if span.answer.action != keeps), None)
