"""Keeping a place and giving it back: holds, questions to staff, releases, and who loses a race."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from booking.domain.booking import (
    Booking,
    Hold,
    Question,
    RefusedBecause,
    Release,
    ReleaseDecision,
    State,
    Terms,
)
from booking.domain.errors import PromisedUntil, WrongState
from booking.domain.facts import Fact, Released, ReleaseRefused, Step
from booking.domain.life import HERE, next_version, require_no_promise

AnyStep = Step[Fact | None]


def show_hold(booking: Booking, hold: Hold, *, starts_at: datetime, now: datetime) -> AnyStep:
    """Show until when the place is kept. A promise that was shown never gets earlier.

    A hold for another time of the booking, or for a guest who is not awaited any more, is not shown.
    """
    if booking.state is not State.CONFIRMED or booking.late is None or starts_at != booking.period.starts_at:
        return Step(booking, None)
    known = booking.hold
    if known is not None and known.decided_at >= hold.decided_at:
        return Step(booking, None)
    if known is not None and known.until > hold.until:
        hold = replace(hold, until=known.until)
    question = booking.question
    if question is not None and question.asked_at <= hold.decided_at:
        question = None
    return Step(next_version(booking, now, hold=hold, question=question), None)


def keep_by_hand(booking: Booking, *, until: datetime, reason: str, now: datetime) -> AnyStep:
    """A person keeps the place for an awaited guest. Raises WrongState, PromisedUntil."""
    if booking.state is not State.CONFIRMED:
        raise WrongState("keep the place", booking.state)
    if booking.hold is not None and until < booking.hold.until:
        raise PromisedUntil(booking.hold.until)
    hold = Hold(until=until, decided_at=now, decision_id=None, texts={booking.language: reason})
    return Step(next_version(booking, now, facts_change=True, hold=hold, question=None), None)


def end_hold(booking: Booking, *, decision_id: str, now: datetime) -> AnyStep:
    """The decision behind the hold holds no more; a hold of a newer decision stays."""
    if booking.hold is None or booking.hold.decision_id != decision_id:
        return Step(booking, None)
    return Step(next_version(booking, now, hold=None), None)


def show_question(booking: Booking, question: Question, *, now: datetime) -> AnyStep:
    """Show what a person must answer; only while the guest is awaited."""
    if booking.state is not State.CONFIRMED or _decided_later(booking, question.asked_at):
        return Step(booking, None)
    return Step(next_version(booking, now, question=question), None)


def show_answer(booking: Booking, *, decision_id: str, now: datetime) -> AnyStep:
    """The question was answered."""
    if booking.question is None or booking.question.decision_id != decision_id:
        return Step(booking, None)
    return Step(next_version(booking, now, question=None), None)


def pin_terms(booking: Booking, terms: Terms, *, now: datetime) -> AnyStep:
    """Pin the rules that this booking was made under."""
    if booking.terms == terms:
        return Step(booking, None)
    return Step(next_version(booking, now, terms=terms, terms_version=terms.version), None)


def waits_until(booking: Booking, decision: ReleaseDecision, *, now: datetime) -> datetime | None:
    """The instant that was promised to the guest, when it has not come yet: the release waits for it."""
    promised = max(decision.until, booking.hold.until) if booking.hold is not None else decision.until
    return promised if now < promised else None


def release_as_decided(booking: Booking, decision: ReleaseDecision, *, now: datetime) -> AnyStep:
    """Give the place back if the guest has still not come and nothing has changed since the decision.

    - The same decision heard again, or after its own effect, changes nothing.
    - The loser of a race is a fact too: ReleaseRefused with the reason.
    A release while `waits_until` names an instant must not be carried out before it.
    """
    if _released_by(booking, decision):
        return Step(booking, None)
    refused = _refusal(booking, decision)
    if refused is not None:
        return Step(booking, ReleaseRefused(decision_id=decision.decision_id, reason=refused))
    return _released(booking, Release(at=now, decision=decision, reason=None), now)


def release_by_hand(booking: Booking, *, reason: str, now: datetime) -> AnyStep:
    """A person gives the place back, never before the instant that was promised to the guest.

    Raises WrongState, PromisedUntil. Releasing twice changes nothing.
    """
    if booking.state is State.RELEASED:
        return Step(booking, None)
    if booking.state is not State.CONFIRMED:
        raise WrongState("release", booking.state)
    require_no_promise(booking, now=now)
    return _released(booking, Release(at=now, decision=None, reason=reason), now)


def text_for(texts: Mapping[str, str], language: str) -> str | None:
    """The text in the guest's language, else in English, else in whatever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), None)


def _released(booking: Booking, release: Release, now: datetime) -> AnyStep:
    gone = next_version(
        booking, now, facts_change=True, state=State.RELEASED, release=release, hold=None, question=None
    )
    return Step(gone, Released(release=release))


def _released_by(booking: Booking, decision: ReleaseDecision) -> bool:
    earlier = booking.release.decision if booking.release is not None else None
    return earlier is not None and earlier.decision_id == decision.decision_id


def _refusal(booking: Booking, decision: ReleaseDecision) -> RefusedBecause | None:
    if booking.state in HERE:
        return RefusedBecause.ARRIVED
    if booking.state is not State.CONFIRMED:
        return RefusedBecause.ENDED
    if decision.starts_at != booking.period.starts_at or decision.party != booking.party or booking.late is None:
        return RefusedBecause.CHANGED
    if decision.booking_version < booking.facts_version or _decided_later(booking, decision.decided_at):
        return RefusedBecause.STALE
    return None


def _decided_later(booking: Booking, instant: datetime) -> bool:
    """Whether a newer decision or question stands on the booking."""
    newer_hold = booking.hold is not None and booking.hold.decided_at > instant
    return newer_hold or (booking.question is not None and booking.question.asked_at > instant)
