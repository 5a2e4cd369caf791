"""A local OIDC issuer: it publishes one signing key and mints tokens. For development only."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI

from local_stack.http_thread import HttpThread

AUDIENCE = "holdfast"
ALL_SCOPES = (
    "bookings:read", "bookings:write", "venues:write", "waitlist:write", "guests:erase", "rules:read", "rules:write",
    "decisions:answer", "messages:read", "messages:write", "events:read",
)  # fmt: skip
_KEY_ID = "local-1"
_ALGORITHM = "ES256"


class SigningKey:
    """An EC P-256 key, kept in a file that only its owner can read."""

    def __init__(self, data_dir: Path) -> None:
        file = data_dir / "signing-key.pem"
        if not file.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            _write_private(file, _new_key())
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{file} is not an EC key; remove it, and a new one is made")
        self._key = key

    def mint(
        self,
        issuer: str,
        *,
        tenant: str,
        scopes: Iterable[str] = ALL_SCOPES,
        venues: Iterable[str] | None = None,
        subject: str = "local-developer",
        audience: str = AUDIENCE,
        expires: timedelta = timedelta(hours=12),
        claims: dict[str, Any] | None = None,
    ) -> str:
        """A signed token. `venues=None` means all venues of the tenant; a negative `expires` is already over."""
        now = int(time.time())
        body: dict[str, Any] = {
            "iss": issuer,
            "aud": audience,
            "sub": subject,
            "tenant": tenant,
            "scope": " ".join(scopes),
            "iat": now,
            "nbf": now,
            "exp": now + int(expires.total_seconds()),
            "jti": str(uuid.uuid4()),
        }
        if venues is not None:
            body["venues"] = list(venues)
        return jwt.encode(body | (claims or {}), self._key, algorithm=_ALGORITHM, headers={"kid": _KEY_ID})

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": _KEY_ID, "use": "sig", "alg": _ALGORITHM}]}


def issuer_app(key: SigningKey, issuer: str) -> FastAPI:
    """The two documents that a service reads; tokens are minted by whoever can read the key file."""
    app = FastAPI(title="Local issuer", openapi_url=None)

    @app.get("/.well-known/openid-configuration")
    async def discovery() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "id_token_signing_alg_values_supported": [_ALGORITHM],
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
        }

    @app.get("/jwks")
    async def jwks() -> dict[str, Any]:
        return key.jwks()

    @app.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "ok"}

    return app


class Issuer:
    """The issuer inside this process, for tests and tools."""

    def __init__(
        self, data_dir: Path, *, port: int | None = None, host: str = "127.0.0.1", url: str | None = None
    ) -> None:
        self._key = SigningKey(data_dir)
        app = FastAPI(openapi_url=None)
        self._server = HttpThread(app, port=port, name="issuer", host=host)
        self.url = url or self._server.url
        app.mount("/", issuer_app(self._key, self.url))

    @property
    def jwks_url(self) -> str:
        return f"{self.url}/jwks"

    @property
    def audience(self) -> str:
        return AUDIENCE

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def mint(
        self,
        tenant: str = "tnt_demo",
        scopes: Iterable[str] = ALL_SCOPES,
        venues: Iterable[str] | None = None,
        audience: str = AUDIENCE,
        expires: timedelta = timedelta(hours=12),
        **claims: Any,
    ) -> str:
        """A token of this issuer; further `claims` are added or replace the usual ones."""
        return self._key.mint(
            self.url, tenant=tenant, scopes=scopes, venues=venues, audience=audience, expires=expires, claims=claims
        )


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_private(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
