"""Pages: opaque keyset cursors, stable while rows are inserted."""

import base64
import binascii
import json
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from web.problem import Problem

T = TypeVar("T")
Value = str | int | bool | datetime | date | None

Limit = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]
"""A page's size; write `limit: Limit = DEFAULT_LIMIT`."""
DEFAULT_LIMIT = 50
Cursor = Annotated[str | None, Query(max_length=1000, description="`next_cursor` of the page before.")]


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None = Field(default=None, description="Where the next page begins; null on the last one.")


def encode_cursor(*values: Value) -> str:
    """The sort key of the last item of a page, as an opaque URL-safe text."""
    text = json.dumps([_tagged(value) for value in values], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode_cursor(text: str, *types: type) -> tuple[Any, ...]:
    """The values given to `encode_cursor`. With `types`, they must be exactly of these types. Else Problem 400."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        tagged = json.loads(raw)
        values = tuple(_untagged(item) for item in tagged)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise _bad_cursor() from error
    if not isinstance(tagged, list) or (types and tuple(type(value) for value in values) != types):
        raise _bad_cursor()
    return values


def _tagged(value: Value) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a cursor holds aware instants only")
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def _untagged(item: Any) -> Value:
    if isinstance(item, dict):
        ((kind, value),) = item.items()
        if kind == "d":
            return date.fromisoformat(value)
        instant = {"t": datetime.fromisoformat}[kind](value)
        if instant.tzinfo is None:
            raise ValueError("an instant without an offset")
        return instant
    if isinstance(item, str) and "\x00" not in item:
        item.encode()  # half a surrogate pair is no text that a database could compare
        return item
    if item is None or isinstance(item, bool) or (isinstance(item, int) and abs(item) < 2**63):
        return item
    raise ValueError("not a value of a cursor")


def _bad_cursor() -> Problem:
    return Problem(400, "bad_cursor", "Use `next_cursor` exactly as the page before gave it.")
