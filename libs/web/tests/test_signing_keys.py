"""The issuer may be slow, away, or rotate its keys."""

import asyncio

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from web.problem import Problem
from web.signing_keys import SigningKeys, usable_keys


class Answers:
    """An issuer over a real socket: answers what it is told to, and counts."""

    def __init__(self):
        self.status, self.kids, self.asked, self.frozen = 200, ["one"], 0, False
        self.document = None

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/jwks"
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def answer(self, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        if self.frozen:
            await reader.read()
        content = self.document or jwt.utils.force_bytes(str(jwks(*self.kids)).replace("'", '"'))
        writer.write(
            f"HTTP/1.1 {self.status} X\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n".encode()
        )
        writer.write(content)
        writer.close()


KEY = ec.generate_private_key(ec.SECP256R1())


def jwks(*kids):
    key = jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return {"keys": [{**key, "kid": kid} for kid in kids]}


@pytest.fixture
async def issuer_socket():
    async with Answers() as answers:
        yield answers


async def test_a_known_key_is_fetched_once(issuer_socket):
    keys = SigningKeys(issuer_socket.url)
    assert all(await asyncio.gather(*(keys.find("one") for _ in range(20))))
    assert issuer_socket.asked == 1


async def test_a_rotated_key_is_found(issuer_socket):
    keys = SigningKeys(issuer_socket.url, refresh_every=0)
    await keys.find("one")
    issuer_socket.kids = ["two"]
    assert await keys.find("two")


async def test_invented_kids_do_not_flood_the_issuer(issuer_socket):
    keys = SigningKeys(issuer_socket.url)
    await keys.find("one")
    assert [await keys.find(f"invented-{n}") for n in range(20)] == [None] * 20
    assert issuer_socket.asked == 1


@pytest.mark.parametrize("fault", ["refused", "500", "not JSON", "no keys", "redirect"])
async def test_an_issuer_that_cannot_be_asked_is_a_503(issuer_socket, fault):
    url = "http://127.0.0.1:9/jwks" if fault == "refused" else issuer_socket.url
    issuer_socket.status = {"500": 500, "redirect": 302}.get(fault, 200)
    issuer_socket.document = {"not JSON": b"<html>", "no keys": b"{}"}.get(fault)
    with pytest.raises(Problem) as refused:
        await SigningKeys(url).find("one")
    assert (refused.value.status_code, refused.value.code) == (503, "issuer_unreachable")
    assert refused.value.headers["Retry-After"]


async def test_a_frozen_issuer_is_given_up_within_its_deadline(issuer_socket):
    issuer_socket.frozen = True
    keys = SigningKeys(issuer_socket.url, deadline=0.05)
    async with asyncio.timeout(2):
        with pytest.raises(Problem):
            await keys.find("one")
    await keys.close()


async def test_known_keys_stay_in_use_while_the_issuer_is_away(issuer_socket):
    keys = SigningKeys(issuer_socket.url, refresh_every=0, fresh_for=0)
    await keys.find("one")
    issuer_socket.status = 500
    for _ in range(3):
        assert await keys.find("one")


def test_private_keys_in_a_jwks_are_not_used():
    private = jwt.algorithms.ECAlgorithm.to_jwk(KEY, as_dict=True)
    assert usable_keys({"keys": [{**private, "kid": "leaked"}]}) == {}
