"""The life of a message: `created → sending → sent → delivered`, with three ways to end otherwise."""

from dataclasses import dataclass, replace
from datetime import datetime

from notify.domain.facts import Facts
from notify.domain.kinds import DropReason, Kind, Status

_NEXT: dict[Status, frozenset[Status]] = {
    Status.CREATED: frozenset({Status.SENDING, Status.DROPPED}),
    # sending again: the worker that held the lease died
    Status.SENDING: frozenset(
        {
            Status.SENDING,
            Status.SENT,
            Status.TEMPORARY_FAILURE,
            Status.PERMANENT_FAILURE,
            Status.DROPPED,
        }
    ),
    Status.TEMPORARY_FAILURE: frozenset({Status.SENDING, Status.SENT, Status.DROPPED}),
    Status.SENT: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset(),
    Status.PERMANENT_FAILURE: frozenset(),
    Status.DROPPED: frozenset(),
}


class StatusNeverRegresses(Exception):
    """A message that has ended is not taken up again."""

    def __init__(self, was: Status, wanted: Status) -> None:
        super().__init__(f"a message that is {was} does not become {wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one guest about one change.

    `copy` is 0 for the message that the change caused and counts what staff sent again on request.
    `withdrawn` is set on a message that is just being sent when it is overtaken: it is not tried a second time.
    """

    id: str
    tenant: str
    kind: Kind
    status: Status
    guest_id: str
    venue_id: str
    booking_id: str | None
    entry_id: str | None
    language: str
    event_id: str
    copy: int
    template: str
    facts: Facts
    created_at: datetime
    not_after: datetime
    waits_for_terms_until: datetime | None = None
    with_terms: bool = False
    attempts: int = 0
    withdrawn: DropReason | None = None
    reason: str | None = None
    detail: str | None = None
    ended_at: datetime | None = None

    def may_become(self, status: Status) -> bool:
        """Whether the life of a message leads from where it is to `status`."""
        return status in _NEXT[self.status]

    def taken(self, *, with_terms: bool) -> "Message":
        """A worker has taken it to send it."""
        return replace(
            self._become(Status.SENDING), attempts=self.attempts + 1, with_terms=self.with_terms or with_terms
        )

    def sent(self, now: datetime) -> "Message":
        """The mail server has answered 250: from here on it is the mail server's to deliver."""
        return replace(self._become(Status.SENT), ended_at=now, reason=None, detail=None)

    def turned_away_for_now(self, reason: str, now: datetime) -> "Message":
        """A temporary failure; a message that was overtaken meanwhile ends here."""
        if self.withdrawn is not None:
            return self.dropped(self.withdrawn, now, "it was overtaken while the mail server did not take it")
        return replace(self._become(Status.TEMPORARY_FAILURE), reason=reason)

    def refused(self, reason: str, now: datetime) -> "Message":
        """A permanent failure: the mail server will never take it."""
        return replace(self._become(Status.PERMANENT_FAILURE), reason=reason, ended_at=now)

    def dropped(self, reason: DropReason, now: datetime, detail: str) -> "Message":
        """It will not be sent, and `detail` says why in plain words, without an address."""
        return replace(self._become(Status.DROPPED), reason=reason.value, detail=detail, ended_at=now)

    def _become(self, status: Status) -> "Message":
        if not self.may_become(status):
            raise StatusNeverRegresses(self.status, status)
        return replace(self, status=status)
