"""One key, one effect, one answer (A2)."""

import asyncio

import httpx
import pytest
from sqlalchemy import text
from web.idempotency import forgetting_loop

SHELF = {"id": "a", "pieces": 1}


def keyed(key="key-1"):
    return {"Idempotency-Key": key}


async def test_a_repetition_gets_the_stored_answer_and_has_no_effect(call, scalar):
    first = await call().post("/v1/shelves", json=SHELF, headers=keyed())
    again = await call().post("/v1/shelves", json=SHELF, headers=keyed())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotent-Replayed" not in first.headers
    assert await scalar("SELECT count(*) FROM outbox") == 1


async def test_fifty_at_once_have_one_effect(call, scalar):
    clients = [call() for _ in range(50)]
    answers = await asyncio.gather(*(one.post("/v1/shelves", json=SHELF, headers=keyed()) for one in clients))
    assert {one.status_code for one in answers} <= {201, 409}
    fresh = [one for one in answers if one.status_code == 201 and "Idempotent-Replayed" not in one.headers]
    refused = [one for one in answers if one.status_code == 409]
    assert len(fresh) == 1
    assert {one.json()["code"] for one in refused} <= {"idempotency_in_progress"}
    assert all(one.headers["Retry-After"] for one in refused)
    assert await scalar("SELECT count(*) FROM shelf") == 1
    assert await scalar("SELECT count(*) FROM outbox") == 1


async def test_the_same_key_with_another_body_is_refused(call, scalar):
    await call().post("/v1/shelves", json=SHELF, headers=keyed())
    other = await call().post("/v1/shelves", json={"id": "b", "pieces": 1}, headers=keyed())
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await scalar("SELECT count(*) FROM shelf") == 1


@pytest.mark.parametrize(
    "other", [{"tenant": "tnt_2"}, {"token": "another-subject"}], ids=["another tenant", "another subject"]
)
async def test_a_key_belongs_to_one_caller(call, issuer, other):
    await call().post("/v1/shelves", json=SHELF, headers=keyed())
    if other.get("token"):
        other = {"token": issuer.mint("tnt_1", ["shelves:write"], sub="somebody-else")}
    answer = await call(**other).post("/v1/shelves", json={"id": "z", "pieces": 9}, headers=keyed())
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


async def test_a_key_belongs_to_one_path(call):
    for name in "ab":
        await call().post("/v1/shelves", json={"id": name, "pieces": 5})
    for name in "ab":
        taken = await call().post(f"/v1/shelves/{name}/take", headers=keyed())
        assert "Idempotent-Replayed" not in taken.headers


async def test_a_refusal_is_stored_without_its_effect(call, scalar):
    await call().post("/v1/shelves", json={"id": "a", "pieces": 0})
    first = await call().post("/v1/shelves/a/take", headers=keyed())
    await call().patch("/v1/shelves/a", json={"pieces": 7}, headers={"If-Match": '"1"'})
    again = await call().post("/v1/shelves/a/take", headers=keyed())
    assert (first.status_code, again.status_code) == (409, 409)
    assert first.content == again.content
    assert again.headers["Content-Type"] == "application/problem+json"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert await scalar("SELECT pieces FROM shelf") == 7


async def test_an_invalid_body_is_stored_too(call):
    for replayed in (None, "true"):
        answer = await call().post("/v1/shelves", json={"id": ""}, headers=keyed())
        assert answer.status_code == 422
        assert answer.json()["code"] == "validation_failed"
        assert answer.headers.get("Idempotent-Replayed") == replayed


async def test_while_the_first_runs_the_second_gets_409(call, app):
    for name in "ab":
        await call().post("/v1/shelves", json={"id": name, "pieces": 5})
    is_inside, may_go_on = asyncio.Event(), asyncio.Event()

    async def hold():
        is_inside.set()
        await may_go_on.wait()

    app.state.between_locks = hold
    first = asyncio.create_task(call().post("/v1/move/a/b", headers=keyed()))
    await is_inside.wait()
    second = await call().post("/v1/move/a/b", headers=keyed())
    may_go_on.set()
    assert (second.status_code, second.json()["code"]) == (409, "idempotency_in_progress")
    assert second.headers["Retry-After"] == "1"
    assert (await first).status_code == 200
    third = await call().post("/v1/move/a/b", headers=keyed())
    assert third.headers["Idempotent-Replayed"] == "true"


async def test_a_request_that_timed_out_may_be_sent_again(call, app, scalar):
    for name in "ab":
        await call().post("/v1/shelves", json={"id": name, "pieces": 5})

    async def freeze():
        await asyncio.Event().wait()

    async def go_on():
        return None

    app.state.between_locks = freeze
    late = await call().post("/v1/move/a/b", headers=keyed())
    assert (late.status_code, late.json()["code"]) == (504, "timed_out")
    app.state.between_locks = go_on
    again = await call().post("/v1/move/a/b", headers=keyed())
    assert again.status_code == 200
    assert "Idempotent-Replayed" not in again.headers
    assert await scalar("SELECT pieces FROM shelf WHERE id = 'b'") == 6


@pytest.mark.parametrize("key", ["", " ", "a b", "ü", "x" * 256])
async def test_a_malformed_key_is_refused(call, key):
    answer = await call().post("/v1/shelves", json=SHELF, headers={"Idempotency-Key": key.encode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


async def test_two_keys_are_no_key(call):
    headers = httpx.Headers([("Idempotency-Key", "a"), ("Idempotency-Key", "b")])
    assert (await call().post("/v1/shelves", json=SHELF, headers=headers)).status_code == 400


async def test_a_caller_without_a_valid_token_learns_nothing_of_stored_answers(call):
    await call().post("/v1/shelves", json=SHELF, headers=keyed())
    assert (await call(token=None).post("/v1/shelves", json=SHELF, headers=keyed())).status_code == 401
    assert (await call(scopes=()).post("/v1/shelves", json=SHELF, headers=keyed())).status_code == 403


async def test_the_table_holds_neither_the_key_nor_the_path(call, scalar):
    await call().post("/v1/shelves", json=SHELF, headers=keyed("my-very-own-key"))
    row = str(await scalar("SELECT idempotency::text FROM idempotency"))
    assert "my-very-own-key" not in row
    assert b"my-very-own-key".hex() not in row


async def test_old_answers_are_forgotten_and_young_ones_kept(call, database, scalar):
    await call().post("/v1/shelves", json=SHELF, headers=keyed("old"))
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE idempotency SET stored_at = stored_at - interval '25 hours'"))
    await call().post("/v1/shelves", json={"id": "b", "pieces": 1}, headers=keyed("young"))
    assert await forgetting_loop(database).run_once() is False
    assert await scalar("SELECT count(*) FROM idempotency") == 1
