"""The issuer's public keys (JWKS): fetched with a deadline, kept, refreshed behind the requests' back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from web.problem import Problem

_log = structlog.get_logger("web.keys")

_LARGEST_DOCUMENT = 256 * 1024
_SMALLEST_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class SigningKey:
    algorithm: str
    key: Any


class SigningKeys:
    """Finds the key of a `kid`.

    An unknown kid makes us ask the issuer again, at most once in `refresh_every` seconds, so that invented kids
    cannot make us flood it. After `fresh_for` seconds the keys are fetched anew in the background; keys once known
    stay in use while the issuer is away. A fetch lasts at most `deadline` seconds.
    """

    def __init__(
        self, url: str, *, refresh_every: float = 10.0, fresh_for: float = 600.0, deadline: float = 3.0
    ) -> None:
        self._url = url
        self._fresh_for = fresh_for
        self._deadline = deadline
        self._client: httpx.AsyncClient | None = None
        self._refresh_every = refresh_every
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at = self._tried_at = float("-inf")
        self._failed = False
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key, or None when the issuer has no such key. Problem 503 when the issuer cannot be asked."""
        known = self._keys.get(kid)
        if known is not None:
            if time.monotonic() - self._fetched_at > self._fresh_for:
                self._refresh()
            return known
        fetching = self._refresh()
        if fetching is not None:
            await asyncio.shield(fetching)
        known = self._keys.get(kid)
        if known is None and self._failed:
            raise Problem(503, "issuer_unreachable", "The token issuer does not answer.", headers={"Retry-After": "5"})
        return known

    async def close(self) -> None:
        """Closes the connection to the issuer; a later `find` opens it again."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _refresh(self) -> asyncio.Task[None] | None:
        if self._fetching is not None and not self._fetching.done():
            return self._fetching
        if time.monotonic() - self._tried_at < self._refresh_every:
            return None
        self._tried_at = time.monotonic()
        self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(self._deadline):
                self._client = self._client or httpx.AsyncClient(follow_redirects=False)
                answer = await self._client.get(self._url)
            answer.raise_for_status()
            if len(answer.content) > _LARGEST_DOCUMENT:
                raise ValueError("the JWKS is too large")
            self._keys = usable_keys(answer.json())
            self._fetched_at = time.monotonic()
            self._failed = False
        except (TimeoutError, httpx.HTTPError, ValueError) as error:
            self._failed = True
            _log.warning("jwks_not_fetched", error=type(error).__name__, url=self._url)


def usable_keys(document: Any) -> dict[str, SigningKey]:
    """The RS256 and ES256 signature keys of a JWKS by kid; others are passed over. ValueError when it is no JWKS."""
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("not a JWKS document")
    found: dict[str, SigningKey] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
            continue
        algorithm = _algorithm_of(entry)
        if algorithm is None:
            continue
        try:
            key = PyJWK({**entry, "alg": algorithm}).key
        except (PyJWTError, ValueError, TypeError) as error:
            _log.warning("jwk_unusable", kid=entry["kid"], error=type(error).__name__)
            continue
        if algorithm == "RS256" and key.key_size < _SMALLEST_RSA_BITS:
            _log.warning("jwk_too_small", kid=entry["kid"], bits=key.key_size)
            continue
        found[entry["kid"]] = SigningKey(algorithm, key)
    return found


def _algorithm_of(entry: Mapping[str, Any]) -> str | None:
    if entry.get("use", "sig") != "sig" or "d" in entry:
        return None
    if entry.get("kty") == "RSA":
        algorithm = "RS256"
    elif (entry.get("kty"), entry.get("crv")) == ("EC", "P-256"):
        algorithm = "ES256"
    else:
        return None
    return algorithm if entry.get("alg", algorithm) == algorithm else None
