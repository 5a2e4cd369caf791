"""Tenants' own templates, version by version."""

from dataclasses import dataclass
from datetime import datetime

from messaging.ids import new_id
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notify.adapters.letters.templates import Template, shipped_template
from notify.adapters.postgres.rows import TemplateRow, table_of
from notify.domain.kinds import Kind
from notify.domain.language import Language

_TABLE = table_of(TemplateRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTemplate:
    """A tenant's template as it stands; `number` is its ETag. None of this for a shipped one but the wording."""

    template: Template
    number: int
    published_at: datetime | None
    published_by: str | None


class TenantTemplates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def current(self, tenant: str, kind: Kind, language: Language) -> PublishedTemplate:
        """The tenant's newest version, or the shipped template."""
        statement = (
            select(_TABLE)
            .where(_TABLE.c.tenant_id == tenant, _TABLE.c.kind == kind.value, _TABLE.c.language == language)
            .order_by(_TABLE.c.number.desc())
            .limit(1)
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            return PublishedTemplate(
                template=shipped_template(kind, language), number=0, published_at=None, published_by=None
            )
        return PublishedTemplate(
            template=Template(version=row.id, subject=row.subject, text=row.text),
            number=row.number,
            published_at=row.published_at,
            published_by=row.published_by,
        )

    async def pinned(self, tenant: str, version: str, kind: Kind, language: Language) -> Template:
        """The wording that a message was written with.

        A shipped wording that a newer release has replaced is not kept anywhere: then the newer one is used.
        """
        statement = select(_TABLE.c.subject, _TABLE.c.text).where(_TABLE.c.tenant_id == tenant, _TABLE.c.id == version)
        row = None if version.startswith("shipped:") else (await self._session.execute(statement)).one_or_none()
        if row is None:
            return shipped_template(kind, language)
        return Template(version=version, subject=row.subject, text=row.text)

    async def publish(
        self, tenant: str, kind: Kind, language: Language, *, subject: str, text: str, now: datetime, by: str
    ) -> int:
        """Write the next version; returns its number."""
        # two publishers of one template take turns
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{tenant} {kind} {language}"))))
        last = select(func.coalesce(func.max(_TABLE.c.number), 0)).where(
            _TABLE.c.tenant_id == tenant, _TABLE.c.kind == kind.value, _TABLE.c.language == language
        )
        number = int((await self._session.execute(last)).scalar_one()) + 1
        await self._session.execute(
            insert(_TABLE).values(
                tenant_id=tenant,
                kind=kind.value,
                language=language,
                number=number,
                id=new_id("tpl"),
                subject=subject,
                text=text,
                published_at=now,
                published_by=by,
            )
        )
        return number
