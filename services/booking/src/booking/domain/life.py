"""The life of a booking: each function is one guarded transition.

A transition that finds its work done already gives the booking back unchanged, without a fact.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from booking.domain.booking import Booking, DeclaredBy, Late, State
from booking.domain.errors import (
    AlreadyArrived,
    BookingOver,
    EtaInThePast,
    NotLate,
    PromisedUntil,
    TooEarly,
    WrongState,
)
from booking.domain.expected import minutes_late
from booking.domain.facts import (
    ArrivalReverted,
    Arrived,
    Cancelled,
    Fact,
    Finished,
    LateDeclared,
    NoShowMarked,
    Reopened,
    ServiceStarted,
    Step,
)
from booking.domain.ids import ResourceId

AnyStep = Step[Fact | None]

HERE = frozenset({State.ARRIVED, State.IN_SERVICE})


def next_version(booking: Booking, now: datetime, *, facts_change: bool = False, **changes: Any) -> Booking:
    """The booking one version on. `facts_change`: decisions taken on what was known before are stale."""
    version = booking.version + 1
    facts_version = version if facts_change else booking.facts_version
    return replace(booking, version=version, facts_version=facts_version, updated_at=now, **changes)


def declare_late(booking: Booking, *, by: DeclaredBy, eta: datetime | None, now: datetime) -> AnyStep:
    """Say that the guest will be, or is, late. Lateness is an attribute; nothing else is set.

    Before the start it is an announcement. Said again it updates the ETA, and every ETA after the first
    is counted. Raises AlreadyArrived, WrongState, NotLate, EtaInThePast.
    """
    if booking.state in HERE:
        raise AlreadyArrived("The guest is here.")
    if booking.state is not State.CONFIRMED:
        raise WrongState("declare the booking late", booking.state)
    if eta is not None and eta < now:
        raise EtaInThePast("The told arrival lies in the past.")
    if eta is not None and eta <= booking.expected_by:
        raise NotLate("The told arrival is in time.")
    if booking.late is None:
        late = Late(declared_by=by, declared_at=now, eta=eta)
    elif eta is None or eta == booking.late.eta:
        return Step(booking, None)
    else:
        told_before = booking.late.eta is not None
        late = replace(booking.late, eta=eta, eta_changes=booking.late.eta_changes + told_before)
    return Step(next_version(booking, now, facts_change=True, late=late), LateDeclared())


def miss(booking: Booking, *, now: datetime) -> AnyStep:
    """The clock's question: is the expected guest missing? Nobody is declared late again after a reopening."""
    if booking.state is not State.CONFIRMED or booking.late is not None or booking.reopened_at is not None:
        return Step(booking, None)
    return declare_late(booking, by=DeclaredBy.CLOCK, eta=None, now=now)


def arrive(booking: Booking, *, arrived: int | None, now: datetime) -> AnyStep:
    """The guest, or a first part of the party, is here: the place is kept for the whole party."""
    if booking.state in HERE:
        if arrived is None or arrived == booking.arrived_party:
            return Step(booking, None)
        return Step(next_version(booking, now, arrived_party=arrived), None)
    if booking.state is not State.CONFIRMED:
        raise WrongState("note the arrival", booking.state)
    here = next_version(
        booking, now, state=State.ARRIVED, arrived_at=now, arrived_party=arrived or booking.party,
        hold=None, question=None,
    )  # fmt: skip
    return Step(here, Arrived(at=now, minutes_late=minutes_late(booking.expected_by, now)))


def revert_arrival(booking: Booking, *, now: datetime) -> AnyStep:
    """The arrival was noted by mistake. What policy decides now, it decides anew."""
    if booking.state is State.CONFIRMED:
        return Step(booking, None)
    if booking.state is not State.ARRIVED:
        raise WrongState("revert the arrival", booking.state)
    back = next_version(booking, now, facts_change=True, state=State.CONFIRMED, arrived_at=None, arrived_party=None)
    return Step(back, ArrivalReverted())


def start(booking: Booking, *, now: datetime) -> AnyStep:
    if booking.state is State.IN_SERVICE:
        return Step(booking, None)
    if booking.state is not State.ARRIVED:
        raise WrongState("start the service", booking.state)
    return Step(next_version(booking, now, state=State.IN_SERVICE, started_at=now), ServiceStarted())


def finish(booking: Booking, *, now: datetime) -> AnyStep:
    if booking.state is State.FINISHED:
        return Step(booking, None)
    if booking.state not in HERE:
        raise WrongState("finish", booking.state)
    return Step(next_version(booking, now, state=State.FINISHED, finished_at=now), Finished(at=now))


def cancel(booking: Booking, *, by: str, reason: str | None, now: datetime) -> AnyStep:
    """Only a booking whose guest has not come can be cancelled."""
    if booking.state is State.CANCELLED:
        return Step(booking, None)
    if booking.state is not State.CONFIRMED:
        raise WrongState("cancel", booking.state)
    gone = next_version(
        booking, now, facts_change=True, state=State.CANCELLED, cancelled_at=now, hold=None, question=None
    )
    return Step(gone, Cancelled(by=by, reason=reason))


def mark_no_show(booking: Booking, *, by: str, reason: str | None, now: datetime) -> AnyStep:
    """The verdict on a guest who never came; a person may give it once the guest is expected."""
    if booking.state is State.NO_SHOW:
        return Step(booking, None)
    if booking.state not in (State.CONFIRMED, State.RELEASED):
        raise WrongState("mark a no-show", booking.state)
    if now < booking.expected_by:
        raise TooEarly("The guest is not expected yet.")
    absent = next_version(booking, now, facts_change=True, state=State.NO_SHOW, hold=None, question=None)
    return Step(absent, NoShowMarked(by=by, reason=reason))


def require_no_promise(booking: Booking, *, now: datetime) -> None:
    """Raises PromisedUntil while the place is promised to an awaited guest."""
    if booking.state is State.CONFIRMED and booking.hold is not None and now < booking.hold.until:
        raise PromisedUntil(booking.hold.until)


def reopen(booking: Booking, *, by: str, resource_ids: tuple[ResourceId, ...], now: datetime) -> AnyStep:
    """A guest who comes after the release was late, not absent: the booking is taken back, as arrived."""
    if booking.state in HERE and booking.reopened_at is not None:
        return Step(booking, None)
    require_reopenable(booking, now=now)
    back = next_version(
        booking, now, facts_change=True, state=State.ARRIVED, arrived_at=now, arrived_party=booking.party,
        reopened_at=now, resource_ids=resource_ids, hold=None, question=None,
    )  # fmt: skip
    return Step(back, Reopened(at=now, by=by))


def require_reopenable(booking: Booking, *, now: datetime) -> None:
    """Raises WrongState, or BookingOver when nothing of the period is left."""
    if booking.state is not State.RELEASED:
        raise WrongState("reopen", booking.state)
    if booking.period.from_(now) is None:
        raise BookingOver("The booking's time has ended.")


def late_is_due(booking: Booking, late_after: timedelta) -> datetime:
    """When the clock declares a guest late of whom nothing was heard."""
    return booking.expected_by + late_after
