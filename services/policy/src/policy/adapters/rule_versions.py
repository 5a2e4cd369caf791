"""Published rule sets. Immutable, so that what was made ready once stays in memory."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policy.adapters.tables import RuleVersionRow, table_of
from policy.domain.document import tree_of
from policy.domain.evaluation import Evaluator
from policy.domain.hold_question import Version
from policy.domain.late_arrival import QUESTIONS
from policy.domain.read_rule_set import read_rule_set

_TABLE = table_of(RuleVersionRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRules:
    """A version with what is told of it."""

    tenant: str
    venue_id: str
    decision: str
    version: Version
    canonical: str
    card: dict[str, str]
    published_at: datetime
    published_by: str


class RuleVersions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, tenant: str, version_id: str) -> PublishedRules | None:
        return await self._one(select(_TABLE).where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == version_id))

    async def active(self, tenant: str, venue_id: str, decision: str) -> PublishedRules | None:
        """The newest version; None before the venue has any."""
        return await self._one(_of(tenant, venue_id, decision).order_by(_TABLE.c.number.desc()).limit(1))

    async def active_at(self, tenant: str, venue_id: str, decision: str, at: datetime) -> PublishedRules | None:
        """The version that was active then; the first one for an instant before it."""
        query = _of(tenant, venue_id, decision)
        then = query.where(_TABLE.c.published_at <= at).order_by(_TABLE.c.number.desc()).limit(1)
        return await self._one(then) or await self._one(query.order_by(_TABLE.c.number).limit(1))

    async def add(self, rules: PublishedRules) -> None:
        await self._session.execute(
            insert(_TABLE).values(
                tenant_id=rules.tenant,
                id=rules.version.id,
                venue_id=rules.venue_id,
                decision=rules.decision,
                number=rules.version.number,
                hash=rules.version.hash,
                canonical=rules.canonical,
                card=rules.card,
                published_at=rules.published_at,
                published_by=rules.published_by,
            )
        )

    async def _one(self, query: Select[Any]) -> PublishedRules | None:
        row = (await self._session.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        return PublishedRules(
            tenant=row["tenant_id"],
            venue_id=row["venue_id"],
            decision=row["decision"],
            version=Version(row["id"], row["number"], row["hash"], evaluator_of(row["canonical"])),
            canonical=row["canonical"],
            card=row["card"],
            published_at=row["published_at"],
            published_by=row["published_by"],
        )


def _of(tenant: str, venue_id: str, decision: str) -> Select[Any]:
    return select(_TABLE).where(
        _TABLE.c.tenant_id == tenant, _TABLE.c.venue_id == venue_id, _TABLE.c.decision == decision
    )


@lru_cache(maxsize=512)
def evaluator_of(canonical: str) -> Evaluator:
    """The rule set of a canonical JSON text, ready to be asked."""
    rule_set = read_rule_set(tree_of(json.loads(canonical)), QUESTIONS)
    return Evaluator(QUESTIONS[rule_set.decision], rule_set)
