"""The nearest change that the guest could have made, against trying every word."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from policy.domain.boxes import cell
from policy.domain.hold_question import Versions, timeline_of
from policy.domain.late_arrival import HOLD, QUESTION
from policy.domain.nearest_change import nearest_change
from policy.domain.rules import Rule, RuleSet
from policy.domain.timeline import first_not

from .test_hold_decision import MINUTE, ONE, a_version, asked

LONGEST = 60


@st.composite
def rules_about_words(draw: st.DrawFn) -> RuleSet:
    base = draw(st.integers(1, 30))
    rules = [
        Rule(id="keep", when={"minutes_late": cell([(0, base - 1)])}, then="hold"),
        Rule(id="gone", when={"minutes_late": cell([(base, 2880)])}, then="release"),
    ]
    for number in range(draw(st.integers(0, 3))):
        low = draw(st.integers(0, LONGEST))
        when = {
            "eta_minutes_late": cell([(low, draw(st.integers(low, LONGEST)))], unknown=draw(st.booleans())),
            "minutes_late": cell([(0, draw(st.integers(0, 90)))]),
        }
        rules.append(Rule(id=f"told-{number}", when=when, then="hold", exception_to="gone"))
    return RuleSet(decision=QUESTION.name, rules=tuple(rules))


@settings(max_examples=60, deadline=None)
@given(rules_about_words())
def test_no_word_would_have_kept_the_place_longer(rule_set: RuleSet) -> None:
    version = a_version(rule_set)
    versions = Versions(version, version)
    question = replace(asked(0), ends_at=ONE + timedelta(hours=5))

    def kept(eta: int | None) -> object:
        told = ONE + eta * MINUTE if eta is not None else None
        spans = timeline_of(question, versions, start=ONE, eta=told, keeps=HOLD)
        return first_not(spans, HOLD)

    silent = kept(None)
    assert silent is not None
    nearest = nearest_change(question, versions, kept_until=silent, start=ONE)  # type: ignore[arg-type]
    by_trying = {eta: kept(eta) for eta in range(LONGEST + 2)}
    best = max(by_trying.values())  # type: ignore[type-var]
    if nearest is None:
        assert best <= silent  # type: ignore[operator]
    else:
        assert nearest.until == best
        assert all(by_trying[eta] == best for eta in range(nearest.low, min(nearest.high, LONGEST + 1) + 1))
        assert nearest.come_before <= nearest.until
