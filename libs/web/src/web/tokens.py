"""Bearer tokens: JWTs of the configured issuer, and nothing that only looks like one."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import jwt

from web.auth import Principal
from web.problem import Problem
from web.signing_keys import SigningKey, SigningKeys

_LEEWAY_SECONDS = 10
_LONGEST_TOKEN = 8192
_REMEMBERED = 1000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@|/-]{0,127}")
_REQUIRED = ["exp", "iss", "aud", "sub", "tenant", "scope"]


class TokenRefused(Exception):
    """Why a token does not count; told to the caller without any of its content."""


@dataclass(frozen=True, slots=True)
class _Verified:
    kid: str
    key: SigningKey
    until: float
    principal: Principal


class Tokens:
    """Verifies tokens: RS256 or ES256 by the key that the header's `kid` names, issuer, audience, times, tenant."""

    def __init__(self, keys: SigningKeys, *, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._verified: OrderedDict[str, _Verified] = OrderedDict()

    async def verify(self, token: str) -> Principal:
        """The caller. Problem 401 for any fault of the token, 503 when its issuer cannot be asked for keys."""
        known = self._verified.get(token)
        # A key that was withdrawn or fetched anew since is another object: then the token is verified again.
        if known is not None and time.time() < known.until and await self._keys.find(known.kid) is known.key:
            return known.principal
        self._verified.pop(token, None)
        try:
            return await self._verify(token)
        except TokenRefused as refused:
            raise Problem(
                401,
                "token_invalid",
                f"The token is refused: {refused}.",
                headers={"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{refused}"'},
            ) from None

    async def _verify(self, token: str) -> Principal:
        kid, algorithm = _header(token)
        key = await self._keys.find(kid)
        if key is None or key.algorithm != algorithm:
            raise TokenRefused("signed by no key of the issuer")
        claims = self._claims(token, key.key, algorithm)
        principal = _principal(claims)
        self._verified[token] = _Verified(kid, key, claims["exp"] + _LEEWAY_SECONDS, principal)
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)
        return principal

    def _claims(self, token: str, key: Any, algorithm: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": _REQUIRED},
            )
        except jwt.ExpiredSignatureError:
            raise TokenRefused("it has expired") from None
        except jwt.InvalidAudienceError:
            raise TokenRefused("it is meant for another audience") from None
        except jwt.InvalidIssuerError:
            raise TokenRefused("it comes from another issuer") from None
        except jwt.MissingRequiredClaimError as missing:
            raise TokenRefused(f"the claim {missing.claim} is missing") from None
        except (jwt.PyJWTError, ValueError, TypeError):
            raise TokenRefused("its signature or form is wrong") from None
        return claims


def _header(token: str) -> tuple[str, str]:
    if len(token) > _LONGEST_TOKEN or not token.isascii():
        raise TokenRefused("it is no token")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError):
        raise TokenRefused("it is no token") from None
    kid, algorithm = header.get("kid"), header.get("alg")
    if algorithm not in {"RS256", "ES256"}:
        raise TokenRefused("only RS256 and ES256 are accepted")
    if not isinstance(kid, str) or not kid or "crit" in header:
        raise TokenRefused("its header is not acceptable")
    return kid, algorithm


def _principal(claims: dict[str, Any]) -> Principal:
    tenant, subject, scope, venues = (claims.get(name) for name in ("tenant", "sub", "scope", "venues"))
    if not isinstance(tenant, str) or not _NAME.fullmatch(tenant):
        raise TokenRefused("the claim tenant is not a name")
    if not isinstance(subject, str) or not _NAME.fullmatch(subject):
        raise TokenRefused("the claim sub is not a name")
    if not isinstance(scope, str):
        raise TokenRefused("the claim scope is not a text")
    # A malformed restriction must not read as "no restriction".
    if "venues" in claims and not (isinstance(venues, list) and all(isinstance(one, str) for one in venues)):
        raise TokenRefused("the claim venues is not a list of ids")
    return Principal(
        tenant=tenant,
        subject=subject,
        scopes=frozenset(scope.split()),
        venues=frozenset(venues) if isinstance(venues, list) else None,
    )
