"""Between a message and its row."""

from typing import Any

import structlog
from sqlalchemy import RowMapping

from notify.adapters.facts_json import decode_facts, encode_facts
from notify.domain.facts import Facts
from notify.domain.kinds import DropReason, Kind, Status
from notify.domain.message import Message

log = structlog.get_logger()

_SAME = (
    "id", "guest_id", "venue_id", "booking_id", "entry_id", "language", "event_id", "template", "created_at",
    "not_after", "waits_for_terms_until", "with_terms", "attempts", "reason", "detail", "ended_at",
)  # fmt: skip
_CHANGING = ("waits_for_terms_until", "with_terms", "attempts", "reason", "detail", "ended_at")


def to_row(message: Message) -> dict[str, Any]:
    """All columns of a new row."""
    return {
        **{name: getattr(message, name) for name in _SAME},
        "tenant_id": message.tenant,
        "kind": message.kind.value,
        "status": message.status.value,
        "copy_number": message.copy,
        "facts": encode_facts(message.facts),
        "withdrawn": message.withdrawn,
    }


def changes_to_row(message: Message) -> dict[str, Any]:
    """The columns that a message's life changes."""
    return {
        **{name: getattr(message, name) for name in _CHANGING},
        "status": message.status.value,
        "withdrawn": message.withdrawn,
    }


def from_row(row: RowMapping) -> Message:
    return Message(
        **{name: row[name] for name in _SAME},
        tenant=row["tenant_id"],
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        copy=row["copy_number"],
        facts=_facts(row),
        withdrawn=None if row["withdrawn"] is None else DropReason(row["withdrawn"]),
    )


def _facts(row: RowMapping) -> Facts:
    """Facts that cannot be read any more are empty: the message then fails alone and does not stop the others."""
    try:
        return decode_facts(row["facts"])
    except (TypeError, ValueError, KeyError) as error:
        log.error("facts_unreadable", message=row["id"], error=type(error).__name__)
        return Facts()
