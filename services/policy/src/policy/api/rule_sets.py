"""A venue's rule set as it is written: YAML or JSON."""

import asyncio
import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field
from web.auth import Principal, requires
from web.etag import check_match, etag_of
from web.problem import Problem, problem_responses, register_codes
from web.transactional import TransactionalRoute

from policy.adapters.plain import plain
from policy.adapters.rule_files import read_json_rule_set, read_yaml_rule_set, write_yaml_rule_set
from policy.adapters.rule_versions import PublishedRules
from policy.api.current_work import CurrentWork, active_rules, visible_venue
from policy.commands.publish_rules import PublishRules, publish_rules
from policy.domain.document import RuleSetRefused
from policy.domain.late_arrival import QUESTIONS

register_codes({"rule_set_refused": (422, "The rule set is malformed")})

router = APIRouter(prefix="/v1/venues/{venue_id}", tags=["rule sets"], route_class=TransactionalRoute)
_YAML = "application/yaml"
_YAML_TYPES = {_YAML, "application/x-yaml", "text/yaml", "text/x-yaml"}
_EXAMPLE = "decision: late_arrival.hold\nrules:\n  - {id: hold-15, when: {minutes_late: 0..14}, then: hold}\n"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _YAML: {"schema": {"type": "string"}, "example": _EXAMPLE},
            "application/json": {"schema": {"type": "object"}},
        },
    }
}
_YAML_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {_YAML: {"schema": {"type": "string"}}}}}


class PublishedRuleSet(BaseModel):
    """A published, immutable version."""

    venue_id: str
    decision: str
    rules_version: str = Field(examples=["rul_01K00000000000000000000000"])
    number: int
    hash: str = Field(description="SHA-256 of the canonical form.")
    published_at: datetime
    published_by: str
    rule_set: dict[str, Any] = Field(description="The set in its canonical form; it can be sent back as it is.")


@router.get(
    "/rule-sets/{decision}",
    summary="The rule set that runs",
    response_model=PublishedRuleSet,
    responses={**problem_responses("not_found"), **_YAML_ANSWER},
)
async def get_rule_set(
    venue_id: str,
    decision: str,
    principal: Annotated[Principal, requires("rules:read")],
    work: CurrentWork,
    accept: Annotated[str, Header(description="`application/yaml` for the set as YAML.")] = "application/json",
) -> Response:
    """The version that runs; as YAML when `Accept` says so."""
    venue = await visible_venue(venue_id, principal, work)
    rules = await active_rules(venue, work, decision)
    headers = {"ETag": etag_of(rules.version.number), "Vary": "Accept"}
    if any(each.partition(";")[0].strip() in _YAML_TYPES for each in accept.split(",")):
        head = f"# {rules.version.id}, number {rules.version.number}, sha256 {rules.version.hash}\n"
        text = head + write_yaml_rule_set(json.loads(rules.canonical))
        return PlainTextResponse(text, media_type=_YAML, headers=headers)
    return Response(_view(rules).model_dump_json(), media_type="application/json", headers=headers)


@router.put(
    "/rule-sets/{decision}",
    summary="Replace the rule set",
    responses=problem_responses("not_found", "rule_set_refused", "unsupported_media_type", "version_mismatch"),
    openapi_extra=_BODY,
)
async def put_rule_set(
    *,
    venue_id: str,
    decision: str,
    request: Request,
    response: Response,
    principal: Annotated[Principal, requires("rules:write")],
    work: CurrentWork,
    if_match: Annotated[
        str | None, Header(alias="If-Match", description="The ETag that you read; when sent, it must still be true.")
    ] = None,
) -> PublishedRuleSet:
    """Replace the venue's rule set from now on.

    - The body is the whole set, YAML or JSON by its content type; a malformed one is refused with every finding.
    - Each publication is a new immutable version; sending what runs already changes nothing.
    - Bookings keep the version that was pinned to them, and no promise that was told gets earlier.
    """
    venue = await visible_venue(venue_id, principal, work)
    if decision not in QUESTIONS:
        raise Problem(404, "not_found", f"There is no decision of this name; there is: {', '.join(QUESTIONS)}.")
    # reading a large set takes a second of work, which must not stop the loops of this process
    rule_set = await asyncio.to_thread(_read, request.headers.get("content-type", ""), await request.body())
    if rule_set.decision != decision:
        raise Problem(
            422, "rule_set_refused", f"The set is about {rule_set.decision}, the address about {decision}.", findings=[]
        )
    locked = await work.venues.lock(venue.tenant, venue.id) or venue
    if if_match is not None:
        running = await active_rules(locked, work, decision)
        check_match(_number(if_match), running.version.number)
    rules = await publish_rules(PublishRules(venue=locked, rule_set=rule_set, by=principal.subject), work)
    response.headers["ETag"] = etag_of(rules.version.number)
    return _view(rules)


def _read(content_type: str, body: bytes) -> Any:
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind in _YAML_TYPES:
            return read_yaml_rule_set(body)
        if kind == "application/json":
            return read_json_rule_set(body)
    except RuleSetRefused as error:
        raise refused(error) from error
    raise Problem(415, "unsupported_media_type", "Send the rule set as application/yaml or application/json.")


def refused(error: RuleSetRefused) -> Problem:
    """The problem that lists every finding with its line, rule, fact and what is allowed."""
    found = error.findings
    detail = f"{len(found)} finding{'s' if len(found) > 1 else ''}; the first: {found[0].message}."
    return Problem(422, "rule_set_refused", detail, findings=[plain(each) for each in found])


def _number(if_match: str) -> int:
    text = if_match.strip().strip('"')
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _view(rules: PublishedRules) -> PublishedRuleSet:
    return PublishedRuleSet(
        venue_id=rules.venue_id,
        decision=rules.decision,
        rules_version=rules.version.id,
        number=rules.version.number,
        hash=rules.version.hash,
        published_at=rules.published_at,
        published_by=rules.published_by,
        rule_set=json.loads(rules.canonical),
    )
