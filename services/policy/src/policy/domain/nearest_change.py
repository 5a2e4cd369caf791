"""What the guest could have done to be treated better: the nearest change that was in the guest's hands."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from policy.domain.hold_question import HoldQuestion, Versions, timeline_of
from policy.domain.late_arrival import CHANGES, ETA_CHANGES, ETA_MINUTES_LATE, HOLD, TWO_DAYS
from policy.domain.timeline import first_not


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestChange:
    """Word of an arrival before `come_before`, told before `tell_before`, keeps the place until `until`."""

    fact: str
    low: int
    high: int
    tell_before: datetime
    come_before: datetime
    until: datetime


def nearest_change(
    question: HoldQuestion, versions: Versions, *, kept_until: datetime, start: datetime
) -> NearestChange | None:
    """The word that would keep (or would have kept) the place longest, None when none does better.

    Every segment of the guest's ETA is tried at its first minute: within a segment all answers are the same.
    Another word after the first one counts as a change of it.
    """
    if question.eta is not None:
        told_again = int(question.still[ETA_CHANGES]) + 1
        question = replace(question, still={**question.still, ETA_CHANGES: CHANGES.clamp(told_again)})
    cuts = sorted(versions.breakpoints(ETA_MINUTES_LATE))
    best: NearestChange | None = None
    for low, following in zip(cuts, [*cuts[1:], TWO_DAYS.high + 1], strict=True):
        eta = question.clock.expected_by + timedelta(minutes=low)
        spans = timeline_of(question, versions, start=start, eta=eta, keeps=HOLD)
        if spans[0].answer.action != HOLD:
            continue
        until = first_not(spans, HOLD) or question.ends_at
        come_before = question.clock.expected_by + timedelta(minutes=following)
        # an arrival after the place was given away is no way to keep it
        come_before = min(come_before, until)
        if until > kept_until and (best is None or until > best.until):
            best = NearestChange(
                fact=ETA_MINUTES_LATE,
                low=low,
                high=following - 1,
                tell_before=kept_until,
                come_before=come_before,
                until=until,
            )
    return best
