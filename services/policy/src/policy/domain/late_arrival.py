"""The decision `late_arrival.hold`: is the place of a guest who has not come yet kept, or released?"""

from collections.abc import Mapping
from datetime import datetime

from policy.domain.arrival_clock import MINUTES_LATE, WALL_MINUTE, ArrivalClock
from policy.domain.facts import UNKNOWN, Disclosure, EnumDomain, Fact, FactSchema, FactValue, IntDomain
from policy.domain.outcomes import OutcomeSchema
from policy.domain.rules import Question
from policy.domain.standing import Standing

LATE_ARRIVAL_HOLD = "late_arrival.hold"
RELEASE, ASK_STAFF, HOLD = "release", "ask_staff", "hold"
ETA_MINUTES_LATE = "eta_minutes_late"
ETA_CHANGES = "eta_changes"

TWO_DAYS = IntDomain(0, 2880, "minutes")
WALL_RANGE = IntDomain(0, 4320, "minutes")
CHANGES = IntDomain(0, 20, "changes")

FACTS = FactSchema(
    (
        Fact(
            name=MINUTES_LATE,
            domain=TWO_DAYS,
            source="the booking's expected_by and the clock",
            disclosure=Disclosure.GUEST,
            labels={"en": "minutes late", "ru": "опоздание в минутах"},
            changes_with_time=True,
        ),
        Fact(
            name=WALL_MINUTE,
            domain=WALL_RANGE,
            source="the clock on the venue's wall",
            disclosure=Disclosure.GUEST,
            labels={
                "en": "minutes since midnight of the arrival day",
                "ru": "минуты от полуночи дня прибытия",
            },
            changes_with_time=True,
        ),
        Fact(
            name=ETA_MINUTES_LATE,
            domain=TWO_DAYS,
            source="the guest's own word",
            disclosure=Disclosure.GUEST,
            labels={"en": "minutes late by the guest's word", "ru": "опоздание со слов гостя в минутах"},
            may_be_unknown=True,
            guest_can_change=True,
        ),
        Fact(
            name=ETA_CHANGES,
            domain=CHANGES,
            source="booking",
            disclosure=Disclosure.GUEST,
            labels={"en": "changes of the told arrival", "ru": "сколько раз время прибытия менялось"},
        ),
        Fact(
            name="party",
            domain=IntDomain(1, 500, "guests"),
            source="booking",
            disclosure=Disclosure.GUEST,
            labels={"en": "guests in the party", "ru": "гостей"},
        ),
        Fact(
            name="guarantee",
            domain=EnumDomain(("none", "card", "prepaid")),
            source="booking",
            disclosure=Disclosure.GUEST,
            labels={"en": "guarantee", "ru": "гарантия"},
        ),
        Fact(
            name="standing",
            domain=EnumDomain(tuple(each.value for each in Standing), ordered=True),
            source="policy's record of arrivals and late releases",
            disclosure=Disclosure.GUEST,
            labels={"en": "standing", "ru": "положение гостя"},
        ),
    )
)

OUTCOMES = OutcomeSchema(actions=(RELEASE, ASK_STAFF, HOLD), in_doubt=ASK_STAFF)
QUESTION = Question(LATE_ARRIVAL_HOLD, FACTS, OUTCOMES)
QUESTIONS = {QUESTION.name: QUESTION}


def situation_at(
    at: datetime, *, clock: ArrivalClock, eta: datetime | None, still: Mapping[str, FactValue]
) -> dict[str, FactValue]:
    """All facts at an instant: those that stand still, and those that the clock gives.

    Durations beyond a fact's range are told as its end: two days late and more is one situation.
    """
    told = UNKNOWN if eta is None else TWO_DAYS.clamp(clock.minutes_late(eta))
    return {
        MINUTES_LATE: TWO_DAYS.clamp(clock.minutes_late(at)),
        WALL_MINUTE: WALL_RANGE.clamp(clock.wall_minute(at)),
        ETA_MINUTES_LATE: told,
        **still,
    }
