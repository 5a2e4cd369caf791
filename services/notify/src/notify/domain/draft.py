"""A message before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from notify.domain.facts import Facts
from notify.domain.kinds import DropReason, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`event_id` is the change that the message tells of; `drop` is why it is not to be sent at all."""

    kind: Kind
    event_id: str
    facts: Facts
    not_after: datetime
    waits_for_terms_until: datetime | None = None
    drop: tuple[DropReason, str] | None = None


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language; else in English; else in the first one there is; else nothing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
