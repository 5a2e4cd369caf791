"""Whoever calls the services, and a check that every answer stands in the documents."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from isolation_rows import Row
from messaging.ids import new_id
from stories.contracts.openapi import openapi_documents

DOCUMENTS = openapi_documents()
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, at the doors of the three services."""

    who: str
    clients: Mapping[str, httpx.AsyncClient]
    token: str | None

    async def call(self, service: str, row: Row, things: Mapping[str, str], **query: str) -> httpx.Response:
        """The row's request about these things. The answer is one that the document names."""
        answer = await self.clients[service].request(
            row.method,
            path_of(row, things),
            params={**row.query, **query},
            headers={**row.headers, **self._authorization()},
            json=None if row.body is None else filled(row.body, things),
        )
        assert_documented(service, row, answer)
        return answer

    async def ask(self, service: str, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Any other request."""
        headers = {**self._authorization(), **arguments.pop("headers", {})}
        return await self.clients[service].request(method, path, headers=headers, **arguments)

    def _authorization(self) -> dict[str, str]:
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}


def path_of(row: Row, things: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: things[row.about.get(found[1], found[1])], row.path)


def ids_in(row: Row) -> list[str]:
    """The names of the things in the row's path that are somebody's."""
    return [row.about.get(name, name) for name in _PLACE.findall(row.path) if name.endswith("_id")]


def filled(body: Any, things: Mapping[str, str]) -> Any:
    """The body with `<name>` replaced by the thing of that name."""
    text = re.sub(r'"<(\w+)>"', lambda found: json.dumps(things[found[1]]), json.dumps(body))
    return json.loads(text)


@cache
def never_existed(thing: str) -> str:
    """An id of the same kind that nobody has; the same one at each call."""
    return new_id(thing.partition("_")[0])


def operation_of(service: str, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENTS[service]["paths"][row.path][row.method.lower()]
    return found


def assert_documented(service: str, row: Row, answer: httpx.Response) -> None:
    responses = operation_of(service, row)["responses"]
    where = f"{row.route} of {service}"
    assert str(answer.status_code) in responses, f"{where} answers {answer.status_code}, which is not documented"
    if answer.status_code >= 400:
        examples = responses[str(answer.status_code)]["content"]["application/problem+json"]["examples"]
        assert answer.json()["code"] in examples, f"{where}: the code {answer.json()['code']} is not documented"


def without(answer: httpx.Response, *ids: str) -> tuple[int, list[str], str]:
    """What an answer says, apart from the ids that were sent and the request's own."""
    text = answer.text.replace(answer.headers.get("x-request-id", "\x00"), "…")
    for one in ids:
        text = text.replace(one, "…")
    return answer.status_code, sorted(answer.headers), text
