"""Idempotency-Key: one key, one effect, one answer, kept in the transaction of the effect."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta

from messaging.database import Database
from messaging.loop import Loop
from sqlalchemy import BigInteger, Boolean, LargeBinary, SmallInteger, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from web.auth import Principal
from web.problem import Problem
from web.problem_answers import answer_problem

KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_NOT_STORED = {408, 429}
_NOT_REPLAYED = {"content-length", "date", "x-request-id", "connection"}
_PRUNED_AT_ONCE = 1000

_CLAIM = (
    text(
        """
        SELECT pg_try_advisory_xact_lock(:lock) AS locked, request_hash, status, headers, body
        FROM (SELECT 1) AS always LEFT JOIN idempotency ON tenant = :tenant AND key_hash = :key_hash
        """
    )
    .bindparams(bindparam("lock", type_=BigInteger), bindparam("key_hash", type_=LargeBinary))
    .columns(locked=Boolean, request_hash=LargeBinary, status=SmallInteger, headers=JSONB, body=LargeBinary)
)
_STORE = text(
    """
    INSERT INTO idempotency (tenant, key_hash, request_hash, status, headers, body)
    VALUES (:tenant, :key_hash, :request_hash, :status, CAST(:headers AS jsonb), :body)
    ON CONFLICT DO NOTHING RETURNING status
    """
)
_FORGET = text(
    """
    DELETE FROM idempotency WHERE ctid IN
        (SELECT ctid FROM idempotency WHERE stored_at < clock_timestamp() - CAST(:kept_for AS interval) LIMIT :at_once)
    """
)
_BLANK = text(
    """
    UPDATE idempotency SET status = 410, body = :body, headers = CAST(:headers AS jsonb)
    WHERE tenant = :tenant AND position(CAST(:mentioned AS bytea) IN body) > 0
    """
)


class StoredMeanwhile(Exception):
    """Another request with the same key was faster by a hair; run again and find its answer."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request that may be repeated, and by which names its answer is found again."""

    request: Request
    tenant: str
    key_hash: bytes
    request_hash: bytes

    @property
    def lock(self) -> int:
        """The number of its advisory lock."""
        mixed = hashlib.sha256(self.tenant.encode() + b"\x00" + self.key_hash).digest()
        return int.from_bytes(mixed[:8], "big", signed=True)


async def keyed_request(request: Request, principal: Principal | None) -> KeyedRequest | None:
    """The request as one with a key, or None without the header. Problem 400 for a malformed key."""
    sent = request.headers.getlist("idempotency-key")
    if not sent:
        return None
    if len(sent) > 1 or not _KEY.fullmatch(sent[0]):
        raise Problem(
            400, "bad_idempotency_key", "An Idempotency-Key is one word of 1 to 255 visible ASCII characters."
        )
    tenant, subject = (principal.tenant, principal.subject) if principal else ("", "")
    scope = "\x00".join((subject, request.method, request.url.path, sent[0]))
    body = await request.body()
    query = request.scope.get("query_string", b"")
    return KeyedRequest(
        request=request,
        tenant=tenant,
        key_hash=hashlib.sha256(scope.encode()).digest(),
        request_hash=hashlib.sha256(query + b"\x00" + body).digest(),
    )


async def claim(session: AsyncSession, keyed: KeyedRequest) -> Response | None:
    """Takes the key for this transaction: None, go on. Else the answer: the stored one, 409 or 422.

    The statement may see the lock freed and the row not yet: then `store` finds the row and raises StoredMeanwhile.
    """
    values = {"lock": keyed.lock, "tenant": keyed.tenant, "key_hash": keyed.key_hash}
    row = (await session.execute(_CLAIM, values)).one()
    if row.status is None:
        return None if row.locked else _refuse(keyed, _in_progress())
    if row.request_hash != keyed.request_hash:
        return _refuse(keyed, _reused())
    answer = Response(content=row.body, status_code=row.status)
    answer.raw_headers.extend((name.encode("latin-1"), value.encode("latin-1")) for name, value in row.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


async def store(session: AsyncSession, keyed: KeyedRequest, answer: Response) -> None:
    """Keeps the answer if it is one to keep (below 500, neither 408 nor 429)."""
    if answer.status_code >= 500 or answer.status_code in _NOT_STORED:
        return
    headers = [
        [name.decode("latin-1"), value.decode("latin-1")]
        for name, value in answer.raw_headers
        if name.decode("latin-1") not in _NOT_REPLAYED
    ]
    values = {
        "tenant": keyed.tenant,
        "key_hash": keyed.key_hash,
        "request_hash": keyed.request_hash,
        "status": answer.status_code,
        "headers": json.dumps(headers),
        "body": bytes(answer.body),
    }
    if (await session.execute(_STORE, values)).first() is None:
        raise StoredMeanwhile


async def blank_answers(session: AsyncSession, *, tenant: str, mentioning: str) -> None:
    """What is erased must not live on in stored answers: those that mention this id become 410 `gone`.

    Their keys stay taken, so that a repetition still has no second effect.
    """
    body = {
        "type": "urn:holdfast:problem:gone",
        "title": "No longer available",
        "status": 410,
        "code": "gone",
        "detail": "The request was carried out; what it answered has been erased since.",
    }
    values = {
        "tenant": tenant,
        "mentioned": mentioning.encode(),
        "body": json.dumps(body).encode(),
        "headers": json.dumps([["content-type", "application/problem+json"]]),
    }
    await session.execute(_BLANK, values)


def forgetting_loop(database: Database) -> Loop:
    """Forgets answers older than `KEPT_FOR`, a few at a time."""

    async def run_once() -> bool:
        async with database.engine.begin() as connection:
            done = await connection.execute(_FORGET, {"kept_for": KEPT_FOR, "at_once": _PRUNED_AT_ONCE})
        return done.rowcount >= _PRUNED_AT_ONCE

    return Loop("idempotency", run_once, idle_seconds=300)


def _refuse(keyed: KeyedRequest, problem: Problem) -> Response:
    return answer_problem(keyed.request.scope, problem)


def _in_progress() -> Problem:
    return Problem(
        409, "idempotency_in_progress", "The first request with this key is running.", headers={"Retry-After": "1"}
    )


def _reused() -> Problem:
    return Problem(422, "idempotency_key_reused", "This key was used with another body; take a new one.")
