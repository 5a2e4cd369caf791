"""Decisions as they were made, and the answers of staff."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from web.auth import Principal, requires
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.problem import Problem, problem_responses, register_codes
from web.transactional import TransactionalRoute

from policy.api.current_work import CurrentWork, visible_decision
from policy.api.decision_views import DecisionInFull, DecisionSummary, in_full, summary
from policy.commands.answer_question import AnswerQuestion, answer_question
from policy.queries.replay_decision import replay_decision

register_codes(
    {
        "not_waiting": (409, "The decision does not wait for an answer"),
        "answer_not_allowed": (422, "The answer is not allowed"),
    }
)

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("rules:read")]


class Answer(BaseModel):
    """What a person decides."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"action": "keep", "reason": "they called: five more minutes", "until": "2027-03-04T13:50:00Z"}
        },
    )

    action: Literal["keep", "release"]
    reason: str = Field(min_length=1, max_length=500, description="Why; staff and managers read it.")
    until: datetime | None = Field(
        default=None, description="With `keep`: until when, with its offset; by default until the booking's end."
    )


class ReplayResult(BaseModel):
    """The decision made again from its record; nothing is changed by it."""

    decision_id: str
    same: bool
    differs: list[str] = Field(description="The fields that came out differently.")
    outcome: str
    rule_id: str | None
    until: datetime | None
    texts: dict[str, str]


@router.get("", summary="List decisions", responses=problem_responses("bad_cursor"))
async def list_decisions(
    *,
    principal: Reader,
    work: CurrentWork,
    booking_id: Annotated[str | None, Query(max_length=64)] = None,
    venue_id: Annotated[str | None, Query(max_length=64)] = None,
    waiting: Annotated[Literal["staff"] | None, Query(description="Only questions that nobody has answered.")] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[DecisionSummary]:
    """Decisions, the newest first."""
    before = str(decode_cursor(cursor, str)[0]) if cursor is not None else None
    found = await work.decisions.page(
        principal.tenant,
        booking_id=booking_id,
        venue_id=venue_id,
        venues=principal.venues,
        waiting=waiting is not None,
        before=before,
        limit=limit + 1,
    )
    page = found[:limit]
    following = encode_cursor(page[-1].id) if len(found) > limit else None
    return Page(items=[summary(each) for each in page], next_cursor=following)


@router.get("/{decision_id}", summary="One decision, and why", responses=problem_responses("not_found"))
async def get_decision(decision_id: str, principal: Reader, work: CurrentWork) -> DecisionInFull:
    """One decision: facts with their sources, versions, rule path, outcome, timeline, explanation."""
    return in_full(await visible_decision(decision_id, principal, work))


@router.post("/{decision_id}/replay", summary="Decide it again", responses=problem_responses("not_found"))
async def replay(decision_id: str, principal: Reader, work: CurrentWork) -> ReplayResult:
    """Decide it again from its record: the same outcome and the same text, also after the rules were replaced."""
    decision = await visible_decision(decision_id, principal, work)
    again = await replay_decision(decision, work)
    outcome: dict[str, Any] = again.outcome
    return ReplayResult(
        decision_id=decision.id,
        same=again.same,
        differs=again.differs,
        outcome=outcome["outcome"],
        rule_id=outcome["rule_id"],
        until=outcome["until"],
        texts=outcome["texts"],
    )


@router.post(
    "/{decision_id}/answer",
    summary="Answer a question to staff",
    responses=problem_responses("not_found", "not_waiting", "answer_not_allowed"),
)
async def answer(
    decision_id: str,
    said: Answer,
    principal: Annotated[Principal, requires("decisions:answer")],
    work: CurrentWork,
) -> DecisionInFull:
    """Answer a question to staff: keep the place, or give it back.

    - Only a question that is still open can be answered, once, before the booking ends.
    - `keep` keeps the place until `until`, then the rules are asked again; what was promised never gets earlier.
    - `release` asks booking to give the place back, which it still refuses if the guest has come.
    """
    await visible_decision(decision_id, principal, work)
    if said.until is not None and (said.action == "release" or said.until.tzinfo is None):
        raise Problem(422, "answer_not_allowed", "`until` goes with `keep`, and has an offset.")
    command = AnswerQuestion(
        tenant=principal.tenant,
        decision_id=decision_id,
        action=said.action,
        reason=said.reason,
        until=said.until,
        by=principal.subject,
    )
    return in_full(await answer_question(command, work))
