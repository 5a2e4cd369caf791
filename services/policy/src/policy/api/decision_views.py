"""Decisions as HTTP shows them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from policy.adapters.decisions import RecordedDecision


class OpenQuestion(BaseModel):
    """What staff is asked."""

    reason: str = Field(examples=["policy_was_away"])
    detail: str
    keep_until: datetime = Field(description="The place is kept until somebody answers, at most until then.")


class DecisionSummary(BaseModel):
    id: str
    booking_id: str
    venue_id: str
    decision: str = Field(examples=["late_arrival.hold"])
    outcome: str = Field(description="hold, release or ask_staff")
    kind: str = Field(description="rule, exception, general, bad_facts or staff")
    rule_id: str | None
    until: datetime | None = Field(description="The promise that stood with this decision.")
    as_of: datetime
    made_at: datetime
    waiting: bool = Field(description="An open question to staff.")
    question: OpenQuestion | None
    closed: dict[str, Any] | None = Field(description="How a question to staff ended.")
    texts: dict[str, str] = Field(description="What the guest is told, per language.")


class FactSeen(BaseModel):
    name: str
    value: bool | int | str
    source: str
    disclosure: str


class DecisionInFull(DecisionSummary):
    booking_version: int
    facts: list[FactSeen]
    versions: dict[str, Any] = Field(description="The pinned and the active version with number and hash.")
    verdicts: dict[str, Any] | None = Field(description="What each version said; the more generous holds.")
    rule_path: list[str] = Field(description="The deciding rule, then the rules it is an exception to.")
    losing_matches: list[str] = Field(description="Rules that matched and were defeated by their exceptions.")
    timeline: list[dict[str, Any]]
    eta_beyond_rules: bool
    explanation: dict[str, Any]
    answers: dict[str, Any] | None = Field(description="The question that this decision of a person answers.")


def summary(decision: RecordedDecision) -> DecisionSummary:
    return DecisionSummary(**_summary(decision))


def in_full(decision: RecordedDecision) -> DecisionInFull:
    record = decision.record
    names = ("booking_version", "facts", "versions", "verdicts", "rule_path", "losing_matches", "timeline")
    more = {name: record[name] for name in (*names, "eta_beyond_rules", "explanation", "answers")}
    return DecisionInFull(**_summary(decision), **more)


def _summary(decision: RecordedDecision) -> dict[str, Any]:
    record = decision.record
    question = None
    if decision.keep_until is not None:
        question = OpenQuestion(reason=record["reason"], detail=record["detail"], keep_until=decision.keep_until)
    return {
        "id": decision.id,
        "booking_id": decision.booking_id,
        "venue_id": decision.venue_id,
        "decision": decision.decision,
        "outcome": decision.outcome,
        "kind": decision.kind,
        "rule_id": record["rule_id"],
        "until": record["until"],
        "as_of": decision.as_of,
        "made_at": decision.made_at,
        "waiting": decision.waiting,
        "question": question,
        "closed": decision.closed,
        "texts": record["texts"],
    }
