"""HTTP against the real application, with real tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from local_stack.issuer import Issuer
from policy.main import application

from .world import TENANT, World

ALL = ("rules:read", "rules:write", "decisions:answer")


class Api:
    def __init__(self, client: httpx.AsyncClient, issuer: Issuer) -> None:
        self._client = client
        self._issuer = issuer

    async def ask(
        self,
        method: str,
        path: str,
        *,
        tenant: str = TENANT,
        scopes: tuple[str, ...] = ALL,
        venues: tuple[str, ...] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        token = self._issuer.mint(tenant, scopes, venues)
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        return await self._client.request(method, path, headers=sent, **more)

    async def get(self, path: str, **more: Any) -> Any:
        answer = await self.ask("GET", path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def an_api(world: World, issuer: Issuer) -> AsyncIterator[Api]:
    app = application(world.settings, world.policy)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://policy") as client:
        yield Api(client, issuer)
    await app.state.signing_keys.close()
