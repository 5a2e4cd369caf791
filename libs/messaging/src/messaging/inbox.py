"""The inbox: which events were heard, and up to which number of each subject."""

from collections.abc import Sequence

from sqlalchemy import text

from messaging.envelope import Envelope
from messaging.transaction import Transaction

_INSERT = text(
    "INSERT INTO inbox (event_id) SELECT DISTINCT id FROM unnest(CAST(:ids AS text[])) AS e(id) ORDER BY id"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)
_LAST = text(
    """
    SELECT h.source, h.tenant, h.subject, h.last FROM heard_sequence h
    JOIN (
        SELECT DISTINCT * FROM unnest(CAST(:sources AS text[]), CAST(:tenants AS text[]), CAST(:subjects AS text[]))
            AS u(source, tenant, subject)
    ) AS s
    USING (source, tenant, subject)
    """
)
_ADVANCE = text(
    """
    INSERT INTO heard_sequence AS h (source, tenant, subject, last)
    SELECT * FROM unnest(
        CAST(:sources AS text[]), CAST(:tenants AS text[]), CAST(:subjects AS text[]), CAST(:lasts AS bigint[])
    ) AS s(source, tenant, subject, last) ORDER BY source, tenant, subject
    ON CONFLICT (source, tenant, subject) DO UPDATE SET last = greatest(h.last, EXCLUDED.last)
    """
)


async def remember(transaction: Transaction, event_ids: Sequence[str]) -> set[str]:
    """Note the events as heard; returns those that were not known before."""
    if not event_ids:
        return set()
    rows = await transaction.session.execute(_INSERT, {"ids": list(event_ids)})
    return set(rows.scalars())


class SequenceGuard:
    """Drops what is not newer than the last applied of its source and subject; counts holes, and goes on.

    Tenants may choose the same ids, so a subject is one of a tenant.
    """

    def __init__(self, last: dict[tuple[str, str, str], int]) -> None:
        self._last = last
        self.gaps = 0

    @classmethod
    async def load(cls, transaction: Transaction, envelopes: Sequence[Envelope]) -> "SequenceGuard":
        """Read the last numbers of every subject among `envelopes`, in one statement."""
        rows = await transaction.session.execute(
            _LAST,
            {
                "sources": [envelope.source for envelope in envelopes],
                "tenants": [envelope.tenant for envelope in envelopes],
                "subjects": [envelope.subject for envelope in envelopes],
            },
        )
        return cls({(row.source, row.tenant, row.subject): row.last for row in rows})

    def admits(self, envelope: Envelope) -> bool:
        """Whether this event is newer than all that was applied; moves the guard on if so."""
        subject = (envelope.source, envelope.tenant, envelope.subject)
        last = self._last.get(subject, 0)
        if envelope.sequence <= last:
            return False
        self.gaps += envelope.sequence > last + 1
        self._last[subject] = envelope.sequence
        return True

    async def save(self, transaction: Transaction) -> None:
        """Write the numbers back, in one statement."""
        await transaction.session.execute(
            _ADVANCE,
            {
                "sources": [source for source, _, _ in self._last],
                "tenants": [tenant for _, tenant, _ in self._last],
                "subjects": [subject for _, _, subject in self._last],
                "lasts": list(self._last.values()),
            },
        )
