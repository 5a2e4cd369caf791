"""What to do now with a message that is not sent yet: send it, let it wait, or drop it and say why."""

from dataclasses import dataclass
from datetime import datetime

from notify.domain.kinds import DropReason
from notify.domain.message import Message
from notify.domain.moment import passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about the guest and the terms at this instant. `email` is set only if it can be written to."""

    contact_heard: bool
    erased: bool
    email: str | None
    terms: bool


@dataclass(frozen=True, slots=True)
class Send:
    pass


@dataclass(frozen=True, slots=True)
class Wait:
    for_what: str


@dataclass(frozen=True, slots=True)
class Drop:
    reason: DropReason
    detail: str


def next_step(message: Message, known: Known, now: datetime) -> Send | Wait | Drop:
    """The rules of waiting and dropping, in this order.

    - what was overtaken or erased is dropped;
    - nothing is sent after its moment;
    - waiting for a fact is not skipping: without the contact it waits for as long as its moment lasts;
    - a guest without an address that can be written to is not written to;
    - a confirmation waits for the terms, but not longer than `waits_for_terms_until`; then it leaves without.
    """
    return _drop(message, known, now) or _wait(message, known, now) or Send()


def _drop(message: Message, known: Known, now: datetime) -> Drop | None:
    if known.erased:
        return Drop(DropReason.ERASED, "the guest has been erased")
    if message.withdrawn is not None:
        return Drop(message.withdrawn, "it was overtaken while it was being sent")
    if passed(message.not_after, now):
        return Drop(DropReason.MOMENT_PASSED, _why_it_was_not_sent(message, known))
    if known.contact_heard and known.email is None:
        return Drop(DropReason.NO_ADDRESS, "the guest has left no e-mail address that can be written to")
    return None


def _wait(message: Message, known: Known, now: datetime) -> Wait | None:
    if not known.contact_heard:
        return Wait("contact")
    waits_until = message.waits_for_terms_until
    if waits_until is not None and not known.terms and now < waits_until:
        return Wait("terms")
    return None


def _why_it_was_not_sent(message: Message, known: Known) -> str:
    if not known.contact_heard:
        return "the guest's contact was not known in time"
    if message.attempts:
        return f"not accepted in {message.attempts} attempts while it was still news"
    return "it was no news any more when it could be sent"
