from datetime import timedelta
from pathlib import Path

import httpx
import jwt
import pytest
from local_stack.issuer import Issuer, SigningKey


def _claims(issuer: Issuer, token: str) -> dict[str, object]:
    discovery = httpx.get(f"{issuer.url}/.well-known/openid-configuration").json()
    key = jwt.PyJWKClient(discovery["jwks_uri"]).get_signing_key_from_jwt(token)
    claims: dict[str, object] = jwt.decode(
        token, key, algorithms=["ES256"], audience=issuer.audience, issuer=discovery["issuer"]
    )
    return claims


def test_a_token_verifies_with_what_the_issuer_publishes(issuer: Issuer) -> None:
    claims = _claims(issuer, issuer.mint("tnt_a", ["bookings:read", "rules:read"], venues=["ven_1"]))
    assert (claims["tenant"], claims["scope"], claims["venues"]) == ("tnt_a", "bookings:read rules:read", ["ven_1"])


def test_a_token_for_all_venues_names_none(issuer: Issuer) -> None:
    assert "venues" not in _claims(issuer, issuer.mint("tnt_a"))


def test_a_token_can_be_over(issuer: Issuer) -> None:
    with pytest.raises(jwt.ExpiredSignatureError):
        _claims(issuer, issuer.mint("tnt_a", expires=timedelta(seconds=-1)))


def test_the_key_survives_a_restart_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    assert SigningKey(tmp_path).jwks() == SigningKey(tmp_path).jwks()
    assert (tmp_path / "signing-key.pem").stat().st_mode & 0o077 == 0
