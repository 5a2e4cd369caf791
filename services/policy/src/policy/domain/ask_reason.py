"""Why a person is asked, and what it is about."""

from enum import StrEnum

from policy.domain.evaluation import Verdict, VerdictKind


class AskReason(StrEnum):
    """Why a person is asked."""

    POLICY_WAS_AWAY = "policy_was_away"
    NO_RULE = "no_rule"
    BAD_FACTS = "bad_facts"
    CONFLICT = "conflict"
    BY_RULE = "by_rule"
    RELEASE_REFUSED = "release_refused"


def kind_of(reason: AskReason) -> str:
    """The kind of a question that no rule asked."""
    return "bad_facts" if reason == AskReason.BAD_FACTS else "general"


def reason_of(verdict: Verdict) -> AskReason:
    """Why the rules left it to a person."""
    match verdict.kind:
        case VerdictKind.NO_RULE:
            return AskReason.NO_RULE
        case VerdictKind.CONFLICT:
            return AskReason.CONFLICT
        case VerdictKind.BAD_FACTS:
            return AskReason.BAD_FACTS
        case VerdictKind.RULE | VerdictKind.EXCEPTION | VerdictKind.GENERAL:
            return AskReason.BY_RULE


def detail_of(verdict: Verdict, reason: AskReason) -> str:
    """For staff, in one line: which facts or rules it is about."""
    match reason:
        case AskReason.BAD_FACTS:
            return "; ".join(
                f"{bad.name} is {bad.problem.replace('_', ' ')} (allowed: {bad.allowed})" for bad in verdict.bad_facts
            )
        case AskReason.CONFLICT:
            return "rules that disagree: " + ", ".join(verdict.winners)
        case AskReason.NO_RULE:
            return "no rule covers this situation"
        case AskReason.BY_RULE:
            return "rule " + verdict.winners[0]
        case AskReason.POLICY_WAS_AWAY:
            return "the guest could not have been told in time until when the place was kept"
        case AskReason.RELEASE_REFUSED:
            return "booking refused the release"
