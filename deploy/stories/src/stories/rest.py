"""Talking to a service over HTTP like a front-end: patient, and never doing a thing twice."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from stories.patience import Patience

_AWAY = {502, 503, 504, 408, 429}
_LAST_WORDS = 300


class Refused(Exception):
    """The service answered with a problem."""

    def __init__(self, what: str, response: httpx.Response) -> None:
        super().__init__(f"{what} answered {response.status_code}: {response.text[:_LAST_WORDS]}")
        self.status = response.status_code
        self.problem: dict[str, Any] = _json(response)

    @property
    def code(self) -> str:
        """The problem's code, such as `no_place`."""
        return str(self.problem.get("code", ""))


@dataclass
class Rest:
    """One service. A request that got no answer is sent again with the same Idempotency-Key until patience ends."""

    name: str
    client: httpx.AsyncClient
    patience: Patience

    async def get(self, path: str, **parameters: Any) -> Any:
        """JSON of a GET. Raises Refused or StillWaiting."""
        return _json(await self._ask("GET", path, params=parameters))

    async def etag(self, path: str) -> str:
        """The ETag of what a GET shows."""
        return (await self._ask("GET", path)).headers["ETag"]

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, *, expects: str | None = None, **headers: str
    ) -> Any:
        """JSON of a POST. `expects` names the event that will be missing if nobody answers."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return _json(await self._ask("POST", path, expects=expects, json=dict(body or {}), headers=key | headers))

    async def patch(self, path: str, body: Mapping[str, Any], *, etag: str, expects: str | None = None) -> Any:
        """JSON of a PATCH under `If-Match`."""
        headers = {"If-Match": etag}
        return _json(await self._ask("PATCH", path, expects=expects, json=dict(body), headers=headers))

    async def put(self, path: str, body: Mapping[str, Any], *, expects: str | None = None) -> Any:
        """JSON of a PUT."""
        return _json(await self._ask("PUT", path, expects=expects, json=dict(body)))

    async def _ask(self, method: str, path: str, *, expects: str | None = None, **arguments: Any) -> httpx.Response:
        what = f"{method} {path} of {self.name}"
        last = "no answer"

        async def look() -> httpx.Response | None:
            nonlocal last
            try:
                response = await self.client.request(method, path, **arguments)
            except httpx.TransportError as error:
                last = type(error).__name__
                return None
            last = str(response.status_code)
            if response.status_code in _AWAY or (response.status_code == 409 and "Retry-After" in response.headers):
                return None
            return response

        def waiting() -> str:
            missing = f"missing event {expects}: " if expects else ""
            return f"{missing}{what} got {last}"

        response = await self.patience.until(look, waiting)
        if response.is_error:
            raise Refused(what, response)
        return response


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return {}
