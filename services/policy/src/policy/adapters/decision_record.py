"""The record of a decision: everything it was made of, so that it replays to the same outcome and the same text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policy.adapters.plain import known_instant, parsed_instant, parsed_promise, plain
from policy.adapters.wording.decision_texts import Scene, texts_of
from policy.domain.arrival_clock import ArrivalClock
from policy.domain.ask_reason import AskReason
from policy.domain.case import Booking
from policy.domain.evaluation import Verdict
from policy.domain.explanation import Explanation
from policy.domain.facts import FactValue
from policy.domain.hold_decision import HoldAnswer
from policy.domain.hold_question import HoldQuestion, Promise, Version, Versions
from policy.domain.late_arrival import FACTS, situation_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayable:
    """A record's inputs, as they were. `forced`: staff was asked whatever the rules said."""

    question: HoldQuestion
    pinned_id: str
    active_id: str
    forced: AskReason | None
    forced_detail: str
    scene: Scene


def record_of(
    question: HoldQuestion,
    versions: Versions,
    answer: HoldAnswer,
    booking: Booking,
    *,
    forced: AskReason | None = None,
) -> dict[str, Any]:
    """The record of a decision by the rules, as JSON data."""
    return {
        "question": _question_form(question),
        "trade": booking.trade,
        "booking_version": booking.version,
        "facts": facts_form(answer.situation),
        "versions": {"pinned": _version_form(versions.pinned), "active": _version_form(versions.active)},
        "verdicts": {
            "pinned": _verdict_form(answer.asked.pinned),
            "active": _verdict_form(answer.asked.active),
            "more_generous": answer.asked.chosen.id,
        },
        "forced": forced,
        "answers": None,
        **outcome_form(answer, scene_of(question, booking.trade)),
    }


def staff_record_of(
    question: HoldQuestion,
    version: Version,
    *,
    promise: Promise,
    explanation: Explanation,
    booking: Booking,
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """The record of a person's decision. `answers`: the question that it answers, and what was said."""
    situation = situation_at(question.as_of, clock=question.clock, eta=question.eta, still=question.still)
    return {
        "question": _question_form(question),
        "trade": booking.trade,
        "booking_version": booking.version,
        "facts": facts_form(situation),
        "versions": {"pinned": _version_form(version), "active": _version_form(version)},
        "verdicts": None,
        "forced": None,
        "answers": dict(answers),
        **staff_outcome_form(promise, explanation, scene_of(question, booking.trade)),
    }


def staff_outcome_form(promise: Promise, explanation: Explanation, scene: Scene) -> dict[str, Any]:
    """What a person decided and the guest was told."""
    return {
        "outcome": explanation.action,
        "kind": "staff",
        "rule_id": "staff",
        "rule_path": [],
        "losing_matches": [],
        "until": plain(promise.until),
        "promise": plain(promise),
        "eta_beyond_rules": False,
        "reason": None,
        "detail": "",
        "timeline": [],
        "explanation": plain(explanation),
        "texts": texts_of(explanation, scene),
    }


def outcome_form(answer: HoldAnswer, scene: Scene) -> dict[str, Any]:
    """What was decided and told: the part that a replay must give again, letter for letter."""
    promise = answer.promise
    return {
        "outcome": answer.action,
        "kind": answer.kind,
        "rule_id": answer.rule_id,
        "rule_path": list(answer.explanation.rule_path),
        "losing_matches": list(answer.asked.verdict.losers),
        "until": plain(promise.until) if promise else None,
        "promise": plain(promise),
        "eta_beyond_rules": answer.eta_beyond_rules,
        "reason": answer.reason,
        "detail": answer.detail,
        "timeline": [
            {
                "from": plain(span.start),
                "to": plain(span.end),
                "action": span.answer.action,
                "rules": list(span.answer.verdict.winners),
            }
            for span in answer.spans
        ],
        "explanation": plain(answer.explanation),
        "texts": texts_of(answer.explanation, scene),
    }


def facts_form(situation: Mapping[str, FactValue]) -> list[dict[str, Any]]:
    """Each fact with where it came from and to whom it may be named."""
    return [
        {"name": fact.name, "value": situation[fact.name], "source": fact.source, "disclosure": fact.disclosure.value}
        for fact in FACTS.facts
        if fact.name in situation
    ]


def scene_of(question: HoldQuestion, trade: str) -> Scene:
    zone = question.clock.zone
    return Scene(trade=trade, zone=zone, day=question.clock.expected_by.astimezone(zone).date())


def read_record(record: Mapping[str, Any]) -> Replayable:
    """The inputs of a record. Raises KeyError or ValueError for one that was tampered with."""
    form = record["question"]
    clock = ArrivalClock(
        known_instant(form["expected_by"]), date.fromisoformat(form["arrival_day"]), ZoneInfo(form["zone"])
    )
    question = HoldQuestion(
        as_of=known_instant(form["as_of"]),
        clock=clock,
        ends_at=known_instant(form["ends_at"]),
        still=form["still"],
        eta=parsed_instant(form["eta"]),
        promise=parsed_promise(form["promise"]),
        floor=parsed_instant(form["floor"]),
        stale_after=timedelta(seconds=form["stale_after_seconds"]),
    )
    return Replayable(
        question=question,
        pinned_id=record["versions"]["pinned"]["id"],
        active_id=record["versions"]["active"]["id"],
        forced=AskReason(record["forced"]) if record["forced"] else None,
        forced_detail=record["detail"],
        scene=scene_of(question, record["trade"]),
    )


def _question_form(question: HoldQuestion) -> dict[str, Any]:
    return {
        "as_of": plain(question.as_of),
        "expected_by": plain(question.clock.expected_by),
        "arrival_day": plain(question.clock.arrival_day),
        "zone": question.clock.zone.key,
        "ends_at": plain(question.ends_at),
        "still": plain(question.still),
        "eta": plain(question.eta),
        "promise": plain(question.promise),
        "floor": plain(question.floor),
        "stale_after_seconds": plain(question.stale_after),
    }


def _version_form(version: Version) -> dict[str, Any]:
    return {"id": version.id, "number": version.number, "hash": version.hash}


def _verdict_form(verdict: Verdict) -> dict[str, Any]:
    return {
        "action": verdict.action,
        "kind": verdict.kind.value,
        "winners": list(verdict.winners),
        "losers": list(verdict.losers),
        "bad_facts": [plain(bad) for bad in verdict.bad_facts],
    }
