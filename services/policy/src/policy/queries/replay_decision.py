"""Decide a recorded decision again, from its record and the versions it names."""

from dataclasses import dataclass
from typing import Any

from policy.adapters.decision_record import outcome_form, read_record, staff_outcome_form
from policy.adapters.decisions import RecordedDecision
from policy.adapters.plain import parsed_promise
from policy.adapters.work import Work
from policy.domain.hold_decision import ask_staff, decide_hold
from policy.domain.hold_question import Version, Versions
from policy.domain.staff_answer import STAFF, explain_staff


@dataclass(frozen=True, slots=True)
class Replayed:
    """What comes out today, and each field that differs from what was recorded."""

    outcome: dict[str, Any]
    differs: list[str]

    @property
    def same(self) -> bool:
        return not self.differs


async def replay_decision(decision: RecordedDecision, work: Work) -> Replayed:
    """What comes out today: as recorded, also after the rule set was replaced. Nothing is changed by asking."""
    again = await _decided_again(decision, work)
    return Replayed(again, [name for name, value in again.items() if decision.record[name] != value])


async def _decided_again(decision: RecordedDecision, work: Work) -> dict[str, Any]:
    record = read_record(decision.record)
    active = await _version(decision.tenant, record.active_id, work)
    if decision.kind == STAFF:
        promise = parsed_promise(decision.record["promise"])
        if promise is None:
            raise ValueError(f"{decision.id} is a person's decision without a promise")
        explanation = explain_staff(decision.outcome, promise, eta=record.question.eta, version=active)
        return staff_outcome_form(promise, explanation, record.scene)
    versions = Versions(await _version(decision.tenant, record.pinned_id, work), active)
    if record.forced is not None:
        answer = ask_staff(record.question, versions, record.forced, record.forced_detail)
    else:
        answer = decide_hold(record.question, versions)
    return outcome_form(answer, record.scene)


async def _version(tenant: str, version_id: str, work: Work) -> Version:
    found = await work.rules.get(tenant, version_id)
    if found is None:
        raise LookupError(f"the version {version_id} is gone")
    return found.version
