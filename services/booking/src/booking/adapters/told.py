"""From what happened, as the domain says it, to the event that the world hears."""

from collections.abc import Callable
from typing import Any, Literal, assert_never, cast

from booking import events
from booking.domain.booking import Booking
from booking.domain.facts import (
    ArrivalReverted,
    Arrived,
    Cancelled,
    Changed,
    Confirmed,
    Fact,
    Finished,
    LateDeclared,
    NoShowMarked,
    Released,
    ReleaseRefused,
    Reopened,
    ServiceStarted,
)
from booking.domain.waitlist import EntryFact


def event_of(fact: Fact, booking: Booking, snapshot: events.BookingSnapshot) -> events.BookingEvent:  # noqa: PLR0911, PLR0912 - one line for each fact
    of: dict[str, Any] = {"booking_id": booking.id, "booking": snapshot}
    match fact:
        case Confirmed():
            return events.BookingConfirmed(**of, walk_in=booking.walk_in, from_entry_id=booking.from_entry_id)
        case Changed():
            return events.BookingChanged(
                **of,
                previous_starts_at=fact.previous.starts_at,
                previous_ends_at=fact.previous.ends_at,
                previous_party=fact.previous_party,
                changed=list(fact.changed),
            )
        case LateDeclared():
            return events.BookingLateDeclared(**of)
        case Arrived():
            return events.BookingArrived(**of, arrived_at=fact.at, minutes_late=fact.minutes_late)
        case ArrivalReverted():
            return events.BookingArrivalReverted(**of)
        case ServiceStarted():
            return events.BookingServiceStarted(**of)
        case Finished():
            return events.BookingFinished(**of, finished_at=fact.at)
        case Released():
            return _released(fact, of)
        case ReleaseRefused():
            return events.BookingReleaseRefused(**of, decision_id=fact.decision_id, reason=fact.reason.value)
        case Reopened():
            by = cast(Literal["guest", "host"], fact.by)
            return events.BookingReopened(**of, reopened_at=fact.at, by=by)
        case Cancelled():
            whose = cast(Literal["guest", "venue"], fact.by)
            return events.BookingCancelled(**of, by=whose, reason=fact.reason)
        case NoShowMarked():
            judge = cast(Literal["clock", "host"], fact.by)
            return events.BookingNoShowMarked(**of, by=judge, reason=fact.reason)
        case _:
            assert_never(fact)


def _released(fact: Released, of: dict[str, Any]) -> events.BookingReleased:
    release, decision = fact.release, fact.release.decision
    by_hand = {of["booking"].language: release.reason} if release.reason else {}
    return events.BookingReleased(
        **of,
        released_at=release.at,
        by="host" if decision is None else "policy",
        decision_id=None if decision is None else decision.decision_id,
        until=None if decision is None else decision.until,
        explanation=by_hand if decision is None else dict(decision.explanation),
        reason=release.reason,
        free_starts=list(fact.free_starts),
    )


_WITH_OFFER: dict[EntryFact, Callable[..., events.WaitlistEvent]] = {
    EntryFact.OFFERED: events.WaitlistOffered,
    EntryFact.ACCEPTED: events.WaitlistOfferAccepted,
    EntryFact.DECLINED: events.WaitlistOfferDeclined,
    EntryFact.EXPIRED: events.WaitlistOfferExpired,
    EntryFact.WITHDRAWN: events.WaitlistOfferWithdrawn,
}


def entry_event_of(
    fact: EntryFact,
    snapshot: events.EntrySnapshot,
    offer: events.Offer | None,
    *,
    booking_id: str | None,
    reason: str | None,
) -> events.WaitlistEvent:
    of: dict[str, Any] = {"entry_id": snapshot.id, "entry": snapshot}
    if fact is EntryFact.JOINED:
        return events.WaitlistJoined(**of)
    if fact is EntryFact.LEFT:
        return events.WaitlistLeft(**of)
    if fact is EntryFact.ACCEPTED:
        of["booking_id"] = booking_id
    if fact is EntryFact.WITHDRAWN:
        of["reason"] = reason
    return _WITH_OFFER[fact](**of, offer=offer)
