"""A 2xx is durable, a refusal has no effect, and lost races are run again."""

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest
from messaging.database import Database
from shelf_service import shelf_app
from sqlalchemy import text


@pytest.fixture
async def shelf(call):
    created = await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert created.status_code == 201, created.text
    return created.json()


async def fail_commits(database, how):
    """A deferred trigger strikes inside COMMIT, after every statement has succeeded."""
    async with database.engine.begin() as connection:
        await connection.execute(
            text(f"CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {how}; RETURN NULL; END $$")
        )
        await connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER strike AFTER INSERT OR UPDATE ON shelf DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION strike()"
            )
        )


async def test_an_effect_and_its_event_are_there_when_the_answer_is(call, scalar, shelf):
    assert await scalar("SELECT pieces FROM shelf") == 1
    assert await scalar("SELECT count(*) FROM outbox") == 1


async def test_the_event_names_the_request_and_its_trace(call, scalar):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    sent = {"X-Request-Id": "front-end-0001", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    await call().post("/v1/shelves", json={"id": "a", "pieces": 1}, headers=sent)
    assert await scalar("SELECT causation_id FROM outbox") == "front-end-0001"
    assert str(await scalar("SELECT traceparent FROM outbox")).split("-")[1] == trace


async def test_a_commit_cut_off_midway_is_a_503_and_not_a_2xx(call, database, scalar):
    await fail_commits(database, "PERFORM pg_terminate_backend(pg_backend_pid())")
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert (answer.status_code, answer.json()["code"]) == (503, "commit_failed")
    assert await scalar("SELECT count(*) FROM shelf") == 0


async def test_a_commit_refused_by_the_database_is_a_500_and_not_a_2xx(call, database, scalar):
    await fail_commits(database, "RAISE EXCEPTION 'no'")
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert await scalar("SELECT count(*) FROM outbox") == 0


async def test_a_failed_commit_is_not_stored_under_the_key(call, database, scalar):
    await fail_commits(database, "PERFORM pg_terminate_backend(pg_backend_pid())")
    sent = {"json": {"id": "a", "pieces": 1}, "headers": {"Idempotency-Key": "k"}}
    assert (await call().post("/v1/shelves", **sent)).status_code == 503
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER strike ON shelf"))
    again = await call().post("/v1/shelves", **sent)
    assert again.status_code == 201
    assert "Idempotent-Replayed" not in again.headers


async def test_a_commit_that_loses_a_serialization_race_is_run_again(call, database, scalar):
    await fail_commits(
        database,
        "IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'race' USING ERRCODE = '40001'; END IF",
    )
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE SEQUENCE tries"))
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert answer.status_code == 201
    assert await scalar("SELECT count(*) FROM outbox") == 1


async def test_a_race_that_is_always_lost_ends_as_503_with_retry_after(call, database):
    await fail_commits(database, "RAISE EXCEPTION 'race' USING ERRCODE = '40P01'")
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": 1})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_busy")
    assert answer.headers["Retry-After"]


class BothHaveLocked:
    """Lets nobody go on before two have come; later ones at once."""

    def __init__(self):
        self.came = 0
        self.both = asyncio.Event()

    async def __call__(self):
        self.came += 1
        if self.came == 2:
            self.both.set()
        await self.both.wait()


async def test_opposite_moves_deadlock_and_both_succeed(call, app, scalar):
    app.state.between_locks = BothHaveLocked()
    for name in "ab":
        await call().post("/v1/shelves", json={"id": name, "pieces": 5})
    answers = await asyncio.gather(call().post("/v1/move/a/b"), call().post("/v1/move/b/a"))
    assert [one.status_code for one in answers] == [200, 200]
    assert app.state.between_locks.came == 3  # one was the deadlock's victim and came again
    assert await scalar("SELECT sum(pieces) FROM shelf") == 10


async def test_a_refusal_rolls_back_what_was_done_before_it(call, scalar, shelf):
    answers = [await call().post("/v1/shelves/a/take") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert answers[1].json()["code"] == "shelf_empty"
    assert await scalar("SELECT pieces FROM shelf") == 0


async def test_a_refusal_that_is_answered_and_not_raised_has_no_effect_either(call, scalar, shelf):
    for headers in ({}, {"Idempotency-Key": "k"}, {"Idempotency-Key": "k"}):
        answer = await call().post("/v1/shelves/a/peek", headers=headers)
        assert (answer.status_code, answer.text) == (409, "no peeking")
    assert answer.headers["Idempotent-Replayed"] == "true"
    assert await scalar("SELECT pieces FROM shelf") == 1


async def test_a_refused_creation_publishes_nothing(call, scalar, shelf):
    assert (await call().post("/v1/shelves", json={"id": "a", "pieces": 2})).status_code == 409
    assert await scalar("SELECT count(*) FROM outbox") == 1


async def test_a_database_that_is_away_is_a_503_with_retry_after(call, app):
    app.state.database = Database("postgresql://nobody@127.0.0.1:9/none", source="shelf")
    answer = await call().get("/v1/shelves")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert answer.headers["Retry-After"]


async def test_values_that_postgres_cannot_hold_are_the_callers_mistake(call):
    answer = await call().post("/v1/shelves", content='{"id": "a\\u0000b", "pieces": 1}', headers=_JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "value_not_storable")
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": 10**30})
    assert (answer.status_code, answer.json()["code"]) == (422, "value_not_storable")


_JSON = {"Content-Type": "application/json"}


@pytest.fixture
def hurried(database, settings, issuer):
    """The service with 0.3 s for each request, over the given database or the real one."""

    @asynccontextmanager
    async def client(database=database):
        app = shelf_app(database, settings.model_copy(update={"http_timeout_seconds": 0.3}))
        token = issuer.mint("tnt_1", ["shelves:read", "shelves:write"])
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shelf.test", headers=headers) as one:
            yield one

    return client


async def test_requests_that_timed_out_give_their_connections_back(hurried, shelf, database):
    async with hurried() as client:
        async with database.engine.begin() as blocker:
            await blocker.execute(text("SELECT * FROM shelf FOR UPDATE"))
            late = await asyncio.gather(*(client.post("/v1/shelves/a/take") for _ in range(30)))
        assert {one.status_code for one in late} == {504}
        answers = [await client.post("/v1/shelves/a/take") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]


async def test_a_database_that_accepts_and_never_answers_holds_nobody(hurried):
    async def say_nothing(reader, writer):
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as frozen:
        port = frozen.sockets[0].getsockname()[1]
        async with (
            asyncio.timeout(10),
            hurried(Database(f"postgresql://u@127.0.0.1:{port}/x", source="shelf")) as client,
        ):
            answer = await client.get("/v1/shelves")
            ready = await client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (504, "timed_out")
    assert ready.status_code in {503, 504}
