"""Decide about the place of a guest who has not come."""

from dataclasses import dataclass
from datetime import timedelta

from policy.adapters.work import Work
from policy.commands.carry_out_answer import Decided, carry_out_answer
from policy.domain.ask_reason import AskReason
from policy.domain.case import Case
from policy.domain.hold_decision import ask_staff
from policy.domain.hold_decision import decide_hold as ask_the_rules
from policy.domain.hold_question import HoldQuestion, Versions
from policy.domain.late_arrival import LATE_ARRIVAL_HOLD
from policy.domain.standing import standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideHold:
    """`forced`: a person is asked whatever the rules say, unless they keep the place."""

    case: Case
    forced: AskReason | None = None


async def decide_hold(command: DecideHold, work: Work) -> Case:
    """Ask the rules with the facts of now, and carry their answer out; returns the case, which the caller saves.

    - Only a confirmed booking whose guest has not come, and which has not ended, is decided about.
    - The version pinned to the booking and the active one are both asked; the more generous answer holds.
    - What was told before and still holds is not told again.
    """
    case = command.case
    if not case.awaits_guest(work.now):
        return case
    question, versions = await hold_question(case, work)
    answer = ask_the_rules(question, versions)
    if command.forced is not None and answer.action != "hold":
        answer = ask_staff(question, versions, command.forced)
        return await carry_out_answer(Decided(case, question, versions, answer, command.forced), work)
    return await carry_out_answer(Decided(case, question, versions, answer), work)


async def hold_question(case: Case, work: Work) -> tuple[HoldQuestion, Versions]:
    """What is asked about this case now, and who is asked."""
    booking = case.booking
    venue = await work.venues.get(case.tenant, booking.venue_id)
    causes = await work.standings.causes(case.tenant, booking.guest_id)
    question = HoldQuestion(
        as_of=work.now,
        clock=booking.clock,
        ends_at=booking.ends_at,
        still={
            "eta_changes": min(booking.late.eta_changes, 20) if booking.late else 0,
            "party": booking.party,
            "guarantee": booking.guarantee,
            "standing": standing_of(causes, now=work.now).value,
        },
        eta=booking.late.eta if booking.late else None,
        promise=case.promise,
        floor=case.floor,
        stale_after=venue.stale_after if venue else timedelta(minutes=5),
    )
    return question, await _versions(case, work)


async def _versions(case: Case, work: Work) -> Versions:
    active = await work.rules.active(case.tenant, case.booking.venue_id, LATE_ARRIVAL_HOLD)
    if active is None or case.pinned_version_id is None:
        raise RuntimeError(f"the booking {case.booking.id} has no terms")
    if case.pinned_version_id == active.version.id:
        return Versions(active.version, active.version)
    pinned = await work.rules.get(case.tenant, case.pinned_version_id)
    if pinned is None:
        raise RuntimeError(f"the version {case.pinned_version_id} pinned to {case.booking.id} is gone")
    return Versions(pinned.version, active.version)
