"""What a row of the matrix says: how a route is called for a thing that exists, and what a neighbour must get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

JsonObject = Mapping[str, Any]


class Promise(StrEnum):
    """What a route promises to those whose things are not asked for."""

    HIDES = "answers for another's thing as for one that never existed"
    LISTS = "lists the caller's own and nothing else"
    OWNS = "is about the caller's tenant, whoever asks"
    MAKES = "makes something new, which is the caller's own"
    PUBLIC = "is open to everybody and speaks of nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`about` names the things in the path where the parameter's own name does not, `filters` those in the query.

    In a body `<name>` stands for the thing of that name.
    """

    route: str
    promise: Promise
    scope: str | None = None
    body: JsonObject | None = None
    etag: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"If-Match": '"1"'} if self.etag else {}


def hides(
    route: str, scope: str, body: JsonObject | None = None, *, etag: bool = False, query: str = "", **about: str
) -> Row:
    """`query` as `a=1&b=2`; `about`: which of the existing things stands in the path."""
    asked = dict(one.split("=", 1) for one in query.split("&") if one)
    return Row(route=route, promise=Promise.HIDES, scope=scope, body=body, etag=etag, query=asked, about=about)


def lists(route: str, scope: str, **filters: str) -> Row:
    """`filters`: parameters by which one's own things are found, each with the thing that it names."""
    return Row(route=route, promise=Promise.LISTS, scope=scope, filters=filters)


def owns(route: str, scope: str, body: JsonObject | None = None) -> Row:
    return Row(route=route, promise=Promise.OWNS, scope=scope, body=body)


def makes(route: str, scope: str, body: JsonObject) -> Row:
    return Row(route=route, promise=Promise.MAKES, scope=scope, body=body)


def public(route: str) -> Row:
    return Row(route=route, promise=Promise.PUBLIC)


class Refers(StrEnum):
    """What becomes of a body that names another's thing."""

    REFUSED = "answered as if the thing had never existed"
    OWN_NAME = "a name of the caller's own choosing, which means nothing of another's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A field of a body that can hold the name of a thing; `inside` is where, as `guest.guest_id`."""

    route: str
    inside: str
    names: str
    then: Refers
    body: JsonObject
    many: bool = False

    @property
    def row(self) -> Row:
        return Row(route=self.route, promise=Promise.MAKES, body=self.body)

    def naming(self, thing: str) -> JsonObject:
        """The body with the thing in its place."""
        outer, _, inner = self.inside.rpartition(".")
        value = [thing] if self.many else thing
        if outer:
            return {**self.body, outer: {**self.body.get(outer, {}), inner: value}}
        return {**self.body, inner: value}
