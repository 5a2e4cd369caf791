"""What a person decided about a late guest's place, in the terms of the rules."""

from datetime import datetime

from policy.domain.explanation import Explanation, NextStep, Told
from policy.domain.hold_question import Promise, Version
from policy.domain.late_arrival import HOLD, RELEASE

STAFF = "staff"
KEEP = "keep"


class AnswerNotAllowed(Exception):
    """An `until` that a person cannot promise; says why."""


def promise_of_staff(
    until: datetime | None, *, now: datetime, ends_at: datetime, told: Promise | None, version: Version
) -> Promise:
    """The promise that keeps the place until `until`, by default until the booking's end.

    Raises AnswerNotAllowed for an instant that is not ahead, lies after the booking's end, or takes back a promise.
    """
    until = until or ends_at
    if until <= now:
        raise AnswerNotAllowed("`until` must lie ahead")
    if until > ends_at:
        raise AnswerNotAllowed("`until` may not lie after the end of the booking")
    if told is not None and until < told.until:
        raise AnswerNotAllowed("a promise that was told never gets earlier")
    return Promise(until=until, rule_id=STAFF, kind=STAFF, version_id=version.id)


def explain_staff(action: str, promise: Promise, *, eta: datetime | None, version: Version) -> Explanation:
    """The language-free reason: a person has decided."""
    keeps = action == HOLD
    return Explanation(
        told=Told.KEPT_BY_STAFF if keeps else Told.RELEASED_BY_STAFF,
        action=HOLD if keeps else RELEASE,
        rule_path=(),
        deciding=(),
        promise=promise,
        eta=eta,
        nearest=None,
        next_steps=(NextStep.COME_BEFORE_UNTIL,) if keeps else (NextStep.COME_ALL_THE_SAME, NextStep.BOOK_ANOTHER_TIME),
        version_id=version.id,
        version_number=version.number,
    )
