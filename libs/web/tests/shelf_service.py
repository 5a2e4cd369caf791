"""A tiny service over libs/web: shelves, of which a version and a number of pieces are known."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response
from messaging.database import Database
from messaging.delivery import Delivery
from messaging.event import PublishedEvent
from messaging.service_description import ServiceDescription
from pydantic import BaseModel, Field
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from web.app import create_app
from web.auth import Principal, public, requires
from web.etag import IfMatch, check_match, etag_of, not_modified
from web.metrics import SqlGauge
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.problem import Problem, problem_responses, register_codes
from web.server import serve
from web.settings import WebSettings
from web.transactional import CurrentTransaction, TransactionalRoute

MIGRATIONS = Path(__file__).parent / "shelf_migrations"
SHELVES = ServiceDescription(
    name="shelf", settings=WebSettings, database_url=lambda _: "", migrations=MIGRATIONS, topics=()
)

register_codes({"shelf_empty": (409, "The shelf is empty")})


class ShelfIsEmpty(Exception):
    """Nothing is left to take."""


class ShelfFilled(PublishedEvent, type="shelf.filled.v1", topic="shelf.events", subject="shelf_id"):
    shelf_id: str
    venue_id: str = "vnu_1"
    pieces: int


class NewShelf(BaseModel):
    id: str = Field(min_length=1)
    pieces: int = Field(ge=0)
    note: str | None = None


class Pieces(BaseModel):
    pieces: int


class Shelf(BaseModel):
    id: str
    version: int
    pieces: int


Writer = Annotated[Principal, requires("shelves:write")]
Reader = Annotated[Principal, requires("shelves:read")]
shelves = APIRouter(prefix="/v1", route_class=TransactionalRoute, tags=["shelves"])
doors = APIRouter(dependencies=[public])

_ROW = text("SELECT id, version, pieces FROM shelf WHERE tenant = :tenant AND id = :id FOR UPDATE")


async def _shelf(transaction: CurrentTransaction, principal: Principal, shelf_id: str) -> Shelf:
    row = (await transaction.session.execute(_ROW, {"tenant": principal.tenant, "id": shelf_id})).first()
    if row is None:
        raise Problem(404, "not_found", "There is no such shelf.")
    return Shelf.model_validate(row._asdict())


@shelves.post("/shelves", status_code=201, responses=problem_responses("conflict"))
async def put_up_shelf(new: NewShelf, principal: Writer, transaction: CurrentTransaction, response: Response) -> Shelf:
    added = await transaction.session.execute(
        text("INSERT INTO shelf VALUES (:tenant, :id, 1, :pieces) ON CONFLICT DO NOTHING"),
        {"tenant": principal.tenant, "id": new.id, "pieces": new.pieces},
    )
    transaction.publish(ShelfFilled(shelf_id=new.id, pieces=new.pieces), tenant=principal.tenant)
    if added.rowcount == 0:
        raise Problem(409, "conflict", "There is such a shelf.")
    response.headers["ETag"] = etag_of(1)
    return Shelf(id=new.id, version=1, pieces=new.pieces)


@shelves.get("/shelves")
async def list_shelves(
    principal: Reader, transaction: CurrentTransaction, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[Shelf]:
    (after,) = decode_cursor(cursor, str) if cursor else ("",)
    found = await transaction.session.execute(
        text("SELECT id, version, pieces FROM shelf WHERE tenant = :tenant AND id > :after ORDER BY id LIMIT :limit"),
        {"tenant": principal.tenant, "after": after, "limit": limit + 1},
    )
    items = [Shelf.model_validate(row._asdict()) for row in found]
    more = len(items) > limit
    return Page(items=items[:limit], next_cursor=encode_cursor(items[limit - 1].id) if more else None)


@shelves.get(
    "/shelves/{shelf_id}",
    response_model=Shelf,
    responses={304: {"description": "Not modified"}, **problem_responses("not_found")},
)
async def read_shelf(
    shelf_id: str, principal: Reader, transaction: CurrentTransaction, request: Request, response: Response
) -> Shelf | Response:
    shelf = await _shelf(transaction, principal, shelf_id)
    etag = etag_of(shelf.version)
    if not_modified(request, etag):
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return shelf


@shelves.patch("/shelves/{shelf_id}", responses=problem_responses("version_mismatch", "precondition_required"))
async def change_shelf(
    shelf_id: str, change: Pieces, expected: IfMatch, principal: Writer, transaction: CurrentTransaction
) -> Shelf:
    shelf = await _shelf(transaction, principal, shelf_id)
    check_match(expected, shelf.version)
    await transaction.session.execute(
        text("UPDATE shelf SET version = version + 1, pieces = :n WHERE tenant = :tenant AND id = :id"),
        {"n": change.pieces, "tenant": principal.tenant, "id": shelf_id},
    )
    return Shelf(id=shelf_id, version=shelf.version + 1, pieces=change.pieces)


@shelves.post("/shelves/{shelf_id}/take", responses=problem_responses("shelf_empty"))
async def take_piece(shelf_id: str, principal: Writer, transaction: CurrentTransaction) -> Shelf:
    await transaction.session.execute(
        text("UPDATE shelf SET version = version + 1, pieces = pieces - 1 WHERE tenant = :tenant AND id = :id"),
        {"tenant": principal.tenant, "id": shelf_id},
    )
    shelf = await _shelf(transaction, principal, shelf_id)
    if shelf.pieces < 0:
        raise ShelfIsEmpty
    return shelf


@shelves.post("/shelves/{shelf_id}/peek", status_code=204)
async def peek(shelf_id: str, principal: Writer, transaction: CurrentTransaction) -> Response:
    """Answers its refusal instead of raising it, after an effect."""
    await take_piece(shelf_id, principal, transaction)
    return PlainTextResponse("no peeking", status_code=409)


@shelves.post("/move/{source}/{target}")
async def move_piece(
    source: str, target: str, principal: Writer, transaction: CurrentTransaction, request: Request
) -> Shelf:
    """Locks in the order of the path, so that two opposite moves deadlock."""
    await _shelf(transaction, principal, source)
    await request.app.state.between_locks()
    await _shelf(transaction, principal, target)
    for shelf_id, step in ((source, -1), (target, 1)):
        await transaction.session.execute(
            text("UPDATE shelf SET pieces = pieces + :step WHERE tenant = :tenant AND id = :id"),
            {"step": step, "tenant": principal.tenant, "id": shelf_id},
        )
    return await _shelf(transaction, principal, target)


@doors.get("/open")
async def open_door() -> dict[str, str]:
    return {"door": "open"}


@doors.get("/broken")
async def broken_door() -> None:
    raise RuntimeError("secret: guest@example.org")


@doors.get("/frozen")
async def frozen_door() -> None:
    await asyncio.Event().wait()


@doors.get("/slow")
async def slow_door(seconds: float) -> dict[str, str]:
    await asyncio.sleep(seconds)
    return {"door": "slow"}


@doors.put("/echo")
async def echo_door(request: Request) -> int:
    return len(await request.body())


def shelf_app(database: Database, settings: WebSettings, delivery: Delivery[Any] | None = None) -> FastAPI:
    return create_app(
        name="shelf",
        title="Shelves",
        description="Shelves for tests.",
        version="1",
        settings=settings,
        database=database,
        delivery=delivery,
        migrations=MIGRATIONS,
        routers=[shelves, doors],
        problems={ShelfIsEmpty: lambda _: Problem(409, "shelf_empty", "Nothing is left to take.")},
        feed_topics=["shelf.events"],
        sql_gauges=[
            SqlGauge("shelves", "Shelves of a tenant.", "SELECT tenant, count(*) FROM shelf GROUP BY 1", ("tenant",))
        ],
    )


if __name__ == "__main__":
    told = WebSettings()
    serve(shelf_app(Database(os.environ["SHELF_DATABASE_URL"], source="shelf"), told), told)
