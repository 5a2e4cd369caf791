"""The rules that run, in plain words, and what would happen by them."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from web.auth import Principal, requires
from web.problem import problem_responses
from web.transactional import TransactionalRoute

from policy.adapters.plain import plain
from policy.adapters.wording.rules_card import card_lines, card_text
from policy.api.current_work import CurrentWork, active_rules, visible_venue
from policy.domain.late_arrival import QUESTION
from policy.queries.foresee_hold import WhatIf, foresee_hold

router = APIRouter(prefix="/v1/venues/{venue_id}", tags=["rules"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("rules:read")]
LanguageQuery = Annotated[Literal["en", "ru"], Query(description="The language of the texts.")]


class RuleInWords(BaseModel):
    id: str = Field(examples=["hold-15"])
    text: str = Field(examples=["Less than 15 minutes late: we keep your table."])
    exception_to: str | None = Field(description="The rule that this one defeats where both match.")
    outcome: str = Field(examples=["hold"])


class RulesCard(BaseModel):
    """The house rules as a guest reads them before booking; made from the rules that run."""

    venue_id: str
    venue_name: str
    language: str
    decision: str
    rules_version: str = Field(
        description="Send it as `terms_version` with a booking, and these rules are pinned to it."
    )
    number: int
    hash: str = Field(description="SHA-256 of the canonical form.")
    published_at: datetime
    title: str | None
    text: str
    rules: list[RuleInWords]


class WhatWouldHappen(BaseModel):
    """What such a guest would be told."""

    outcome: Literal["hold", "release", "ask_staff"]
    until: datetime | None = Field(description="The promise, for an example day: expected_by and the agreed time.")
    expected_by: datetime
    rule_id: str | None
    kind: str
    rules_version: str
    eta_beyond_rules: bool
    facts: dict[str, bool | int | str]
    text: str
    explanation: dict[str, Any] = Field(description="The reason, free of any language.")


@router.get("/rules", summary="The rules in plain words", responses=problem_responses("not_found"))
async def get_rules(venue_id: str, principal: Reader, work: CurrentWork, language: LanguageQuery = "en") -> RulesCard:
    """The rules that run, in plain words."""
    venue = await visible_venue(venue_id, principal, work)
    rules = await active_rules(venue, work)
    rule_set = rules.version.evaluator.rule_set
    return RulesCard(
        venue_id=venue.id,
        venue_name=venue.name,
        language=language,
        decision=rules.decision,
        rules_version=rules.version.id,
        number=rules.version.number,
        hash=rules.version.hash,
        published_at=rules.published_at,
        title=rule_set.title.get(language),
        text=card_text(rule_set, QUESTION, venue.trade, language),
        rules=[
            RuleInWords(
                id=rule_id,
                text=text,
                exception_to=rule_set.rule(rule_id).exception_to,
                outcome=rule_set.rule(rule_id).then,
            )
            for rule_id, text in card_lines(rule_set, QUESTION, venue.trade, language)
        ],
    )


class WhatIfQuestion(BaseModel):
    """A guest as one might be."""

    model_config = {"extra": "forbid"}

    minutes_late: int = Field(default=0, ge=0, le=2880)
    eta_minutes_late: int | None = Field(default=None, ge=0, le=2880, description="Left out: no word from the guest.")
    eta_changes: int = Field(default=0, ge=0, le=20)
    party: int = Field(default=2, ge=1, le=500)
    guarantee: Literal["none", "card", "prepaid"] = "none"
    standing: Literal["watch", "new", "regular"] = "new"
    expected_at: time | None = Field(
        default=None, description="By the clock on the wall; by default the hold hour of a hotel, else 19:00."
    )
    language: Literal["en", "ru"] = "en"


@router.get("/what-if", summary="What would happen?", responses=problem_responses("not_found"))
async def what_if(
    venue_id: str, principal: Reader, work: CurrentWork, asked: Annotated[WhatIfQuestion, Query()]
) -> WhatWouldHappen:
    """What would happen to a guest who is so late, and why."""
    venue = await visible_venue(venue_id, principal, work)
    rules = await active_rules(venue, work)
    foreseen = foresee_hold(
        WhatIf(
            day=work.now.astimezone(venue.zone).date(),
            expected_at=asked.expected_at.replace(tzinfo=None) if asked.expected_at else None,
            minutes_late=asked.minutes_late,
            eta_minutes_late=asked.eta_minutes_late,
            still=asked.model_dump(include={"eta_changes", "party", "guarantee", "standing"}),
        ),
        venue,
        rules.version,
    )
    answer = foreseen.answer
    return WhatWouldHappen(
        outcome=answer.action,  # type: ignore[arg-type]  # pydantic refuses any other outcome
        until=answer.promise.until if answer.promise else None,
        expected_by=foreseen.expected_by,
        rule_id=answer.rule_id,
        kind=answer.kind,
        rules_version=rules.version.id,
        eta_beyond_rules=answer.eta_beyond_rules,
        facts=answer.situation,
        text=foreseen.texts[asked.language],
        explanation=plain(answer.explanation),
    )
