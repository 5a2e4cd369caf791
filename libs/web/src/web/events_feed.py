"""`GET /v1/events`: a tenant's own events in the order in which they left, for partners who never see Kafka."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from messaging.schema import outbox
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from web.auth import Principal, requires
from web.pages import DEFAULT_LIMIT, Limit, decode_cursor, encode_cursor
from web.problem import problem_responses
from web.transactional import CurrentTransaction, TransactionalRoute


class FeedEvent(BaseModel):
    """One event, as CloudEvents 1.0 names its attributes."""

    specversion: str = "1.0"
    id: str
    type: str
    source: str
    subject: str
    time: datetime
    tenant: str
    sequence: int | None = Field(description="Grows by one with each event of the same source and subject.")
    causationid: str | None
    traceparent: str | None
    data: dict[str, Any]


class Feed(BaseModel):
    """A stretch of the feed."""

    items: list[FeedEvent]
    next: str = Field(description="Send it as `after` to go on; also when `items` is empty.")


def events_router(topics: Sequence[str]) -> APIRouter:
    """The feed over these topics of the service; topics with personal data do not belong among them."""
    router = APIRouter(prefix="/v1", tags=["events"], route_class=TransactionalRoute)

    @router.get("/events", summary="The events of your tenant", responses=problem_responses("bad_cursor"))
    async def list_events(
        principal: Annotated[Principal, requires("events:read")],
        transaction: CurrentTransaction,
        after: Annotated[
            str | None, Query(max_length=200, description="`next` of the call before; without it from the oldest.")
        ] = None,
        types: Annotated[
            str | None, Query(max_length=2000, description="Only these types, separated by commas.")
        ] = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Feed:
        """The service's retained events, oldest first, in the order in which they were sent. A caller whose token is
        limited to venues gets the events that name one of them."""
        (position,) = decode_cursor(after, int) if after else (0,)
        wanted = [one.strip() for one in types.split(",") if one.strip()] if types else []
        query = _query(principal, topics, position, wanted).limit(limit)
        rows = (await transaction.session.execute(query)).all()
        return Feed(
            items=[_event(row) for row in rows],
            next=encode_cursor(rows[-1].feed_position if rows else position),
        )

    return router


def _query(principal: Principal, topics: Sequence[str], position: int, types: Sequence[str]) -> Select[Any]:
    query = (
        select(outbox)
        .where(outbox.c.tenant == principal.tenant, outbox.c.feed_position > position)
        .where(outbox.c.topic.in_(topics), outbox.c.value.is_not(None))
        .order_by(outbox.c.feed_position)
    )
    if types:
        query = query.where(outbox.c.type.in_(types))
    if principal.venues is not None:
        query = query.where(_venue_of_event().in_(sorted(principal.venues)))
    return query


def _venue_of_event() -> ColumnElement[str]:
    return func.jsonb_extract_path_text(cast(func.convert_from(outbox.c.value, "UTF8"), JSONB), "venue_id", type_=Text)


def _event(row: Any) -> FeedEvent:
    return FeedEvent(
        id=row.event_id,
        type=row.type,
        source=row.source,
        subject=row.subject,
        time=row.time,
        tenant=row.tenant,
        sequence=row.sequence,
        causationid=row.causation_id,
        traceparent=row.traceparent,
        data=json.loads(row.value),
    )
