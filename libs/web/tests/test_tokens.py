"""Forged, stale and foreign tokens are refused (S2); routes are closed by default."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import APIRouter, FastAPI
from starlette.responses import PlainTextResponse
from web.auth import Principal, RouteIsUnguarded, assert_every_route_is_guarded, public, requires
from web.problem import Problem
from web.signing_keys import usable_keys
from web.tokens import Tokens

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL_RSA = rsa.generate_private_key(public_exponent=65537, key_size=1024)
KEYS = usable_keys(
    {
        "keys": [
            {**jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "ec", "use": "sig"},
            {**jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True), "kid": "rsa"},
            {**jwt.algorithms.RSAAlgorithm.to_jwk(SMALL_RSA.public_key(), as_dict=True), "kid": "small"},
            {**jwt.algorithms.ECAlgorithm.to_jwk(OTHER.public_key(), as_dict=True), "kid": "enc", "use": "enc"},
            {"kty": "oct", "k": base64.urlsafe_b64encode(b"s" * 32).decode(), "kid": "oct"},
            "nonsense",
        ]
    }
)


class KnownKeys:
    async def find(self, kid):
        return KEYS.get(kid)


TOKENS = Tokens(KnownKeys(), issuer="https://issuer.test", audience="holdfast")


def claims(**changes):
    now = int(time.time())
    body = {
        "iss": "https://issuer.test", "aud": "holdfast", "sub": "front-end", "tenant": "tnt_1",
        "scope": "a:read b:write", "iat": now, "nbf": now, "exp": now + 3600, **changes,
    }  # fmt: skip
    return {name: value for name, value in body.items() if value is not ...}


def signed(key=KEY, algorithm="ES256", kid="ec", headers=None, **changes):
    named = {"kid": kid} if kid is not None else {}
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers={**named, **(headers or {})})


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def hs256_with_the_public_key(encoding=serialization.Encoding.PEM):
    """The classic confusion: the public key used as a shared secret."""
    secret = RSA_KEY.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = f"{part({'alg': 'HS256', 'kid': 'rsa', 'typ': 'JWT'})}.{part(claims())}"
    mac = hmac.new(secret, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def tampered(token):
    head, _, signature = token.split(".")
    return f"{head}.{part(claims(tenant='tnt_2'))}.{signature}"


NOW = int(time.time())
FORGED = {
    "alg none": f"{part({'alg': 'none', 'kid': 'ec'})}.{part(claims())}.",
    "alg None": f"{part({'alg': 'None', 'kid': 'ec'})}.{part(claims())}.",
    "no alg": f"{part({'kid': 'ec'})}.{part(claims())}.AAAA",
    "HS256 with the public key as PEM": hs256_with_the_public_key(),
    "HS256 with the public key as DER": hs256_with_the_public_key(serialization.Encoding.DER),
    "HS256 with a symmetric key of the set": signed(b"s" * 32, "HS256", "oct"),
    "RS256 by the kid of an EC key": signed(RSA_KEY, "RS256", "ec"),
    "ES256 by the kid of an RSA key": signed(KEY, "ES256", "rsa"),
    "RS512": signed(RSA_KEY, "RS512", "rsa"),
    "PS256": signed(RSA_KEY, "PS256", "rsa"),
    "too small an RSA key": signed(SMALL_RSA, "RS256", "small"),
    "an encryption key": signed(OTHER, kid="enc"),
    "another key": signed(OTHER),
    "an unknown kid": signed(kid="nobody"),
    "no kid": signed(kid=None),
    "a kid that is a path": signed(OTHER, kid="../../dev/null"),
    "a kid that is SQL": signed(OTHER, kid="x' UNION SELECT 'key'--"),
    "an embedded key": signed(
        OTHER, headers={"jwk": jwt.algorithms.ECAlgorithm.to_jwk(OTHER.public_key(), as_dict=True)}
    ),
    "a foreign key URL": signed(OTHER, headers={"jku": "https://evil.test/jwks"}),
    "a critical extension": signed(headers={"crit": ["exp"]}),
    "expired": signed(exp=NOW - 60, nbf=NOW - 600),
    "no expiry": signed(exp=...),
    "expiry as text": signed(exp="tomorrow"),
    "not yet valid": signed(nbf=NOW + 600),
    "another issuer": signed(iss="https://evil.test"),
    "issuer with a slash more": signed(iss="https://issuer.test/"),
    "no issuer": signed(iss=...),
    "another audience": signed(aud="somebody-else"),
    "no audience": signed(aud=...),
    "no tenant": signed(tenant=...),
    "an empty tenant": signed(tenant=""),
    "a tenant that is no text": signed(tenant=["tnt_1", "tnt_2"]),
    "a tenant with a wildcard": signed(tenant="%"),
    "a tenant with NUL": signed(tenant="tnt_1\x00"),
    "no subject": signed(sub=...),
    "no scope": signed(scope=...),
    "scopes as a list": signed(scope=["a:read"]),
    "venues as a text": signed(venues="vnu_1"),
    "venues as null": signed(venues=None),
    "venues of numbers": signed(venues=[1]),
    "a changed payload": tampered(signed()),
    "a cut signature": signed()[:-4],
    "no signature": signed().rsplit(".", 1)[0] + ".",
    "two parts": signed().rsplit(".", 1)[0],
    "four parts": signed() + ".x",
    "not base64": "a.b.c",
    "nothing": ".",
    "too long": signed(pad="x" * 9000),
    "not ASCII": signed()[:-1] + "é",
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
async def test_it_is_refused(token):
    with pytest.raises(Exception) as refused:  # noqa: PT011 - its kind is looked at below
        await TOKENS.verify(token)
    assert getattr(refused.value, "code", refused.value) == "token_invalid"
    assert refused.value.status_code == 401
    assert "invalid_token" in refused.value.headers["WWW-Authenticate"]


@pytest.mark.parametrize("token", [signed(), signed(RSA_KEY, "RS256", "rsa"), signed(aud=["x", "holdfast"])])
async def test_a_good_token_names_its_caller(token):
    principal = await TOKENS.verify(token)
    assert principal == Principal("tnt_1", "front-end", frozenset({"a:read", "b:write"}), None)


async def test_clocks_may_differ_by_a_few_seconds():
    now = int(time.time())
    assert await TOKENS.verify(signed(exp=now - 3))
    assert await TOKENS.verify(signed(nbf=now + 3))


async def test_a_verified_token_is_refused_once_its_key_is_withdrawn():
    known = dict(KEYS)

    class Withdrawable:
        async def find(self, kid):
            return known.get(kid)

    tokens = Tokens(Withdrawable(), issuer="https://issuer.test", audience="holdfast")
    short, other = signed(), signed(sub="x")
    assert (await tokens.verify(short)).subject == (await tokens.verify(short)).subject == "front-end"
    assert (await tokens.verify(other)).subject == "x"
    known.clear()
    for token in (short, other):
        with pytest.raises(Problem):
            await tokens.verify(token)


async def verify_for_ever(token):
    async with asyncio.timeout(5):
        while True:
            await TOKENS.verify(token)
            await asyncio.sleep(0)


async def test_a_remembered_token_still_expires():
    with pytest.raises(Problem, match="expired"):
        await verify_for_ever(signed(exp=int(time.time()) - 9))


async def test_a_token_may_be_limited_to_venues():
    principal = await TOKENS.verify(signed(venues=["vnu_1"]))
    assert principal.may_see("vnu_1")
    assert not principal.may_see("vnu_2")
    assert not (await TOKENS.verify(signed(venues=[]))).may_see("vnu_1")
    assert (await TOKENS.verify(signed())).may_see("vnu_2")


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer ", "Basic abc", "token"])
async def test_without_a_bearer_token_it_is_401(call, sent):
    client = call(token=None)
    headers = {} if sent is None else {"Authorization": sent}
    answer = await client.get("/v1/shelves", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_without_the_scope_it_is_403_and_says_which(call):
    answer = await call(scopes=("shelves:read",)).post("/v1/shelves", json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert 'scope="shelves:write"' in answer.headers["WWW-Authenticate"]


async def test_a_stranger_gets_401_even_for_a_broken_body(call):
    answer = await call(token=None).post("/v1/shelves", content="{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 401


async def test_an_expired_token_of_the_real_issuer_is_401(call, issuer):
    stale = issuer.mint("tnt_1", ["shelves:read"], expires=timedelta(seconds=-60))
    assert (await call(token=stale).get("/v1/shelves")).status_code == 401


async def test_another_tenants_things_do_not_exist(call):
    await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert (await call(tenant="tnt_2").get("/v1/shelves/a")).status_code == 404
    assert (await call(tenant="tnt_2").get("/v1/shelves")).json()["items"] == []


def an_app(*routers):
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in routers:
        app.include_router(router)
    return app


def test_an_unguarded_route_stops_the_start():
    guarded, open_, forgotten = APIRouter(dependencies=[requires("a:read")]), APIRouter(), APIRouter(prefix="/in")
    guarded.get("/guarded")(lambda: 1)
    open_.get("/open", dependencies=[public])(lambda: 1)
    assert_every_route_is_guarded(an_app(guarded, open_))
    forgotten.get("/forgotten")(lambda: 1)
    with pytest.raises(RouteIsUnguarded, match="GET /in/forgotten"):
        assert_every_route_is_guarded(an_app(guarded, forgotten))


def test_a_mount_or_a_plain_route_stops_the_start():
    app = an_app()
    app.add_route("/plain", lambda _: PlainTextResponse("x"))
    app.mount("/mounted", FastAPI())
    with pytest.raises(RouteIsUnguarded, match=r"/plain.*/mounted"):
        assert_every_route_is_guarded(app)
