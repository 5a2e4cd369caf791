"""Partners read their own events, in order, and nobody else's."""

import json
from datetime import UTC, datetime

import pytest
from messaging.ids import new_id
from messaging.schema import outbox
from sqlalchemy import insert


@pytest.fixture
async def sent(database):
    """What a relay leaves behind: rows with a feed position; the last one has not been sent yet."""

    async def put(position, *, tenant="tnt_1", kind="shelf.filled.v1", topic="shelf.events", venue="vnu_1"):
        async with database.engine.begin() as connection:
            await connection.execute(
                insert(outbox).values(
                    event_id=new_id("evt"),
                    tenant=tenant,
                    topic=topic,
                    type=kind,
                    source="/shelf",
                    subject=f"slf_{position}",
                    sequence=1,
                    time=datetime(2026, 1, 1, tzinfo=UTC),
                    value=json.dumps({"shelf_id": f"slf_{position}", "venue_id": venue}).encode(),
                    feed_position=position,
                )
            )

    return put


async def read(client, **params):
    answer = await client.get("/v1/events", params=params)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return [one["subject"] for one in body["items"]], body["next"]


async def test_the_feed_goes_on_where_it_was_left(call, sent):
    for position in (3, 1, 2):
        await sent(position)
    first, after = await read(call(), limit=2)
    rest, end = await read(call(), limit=2, after=after)
    assert (first, rest) == (["slf_1", "slf_2"], ["slf_3"])
    assert await read(call(), after=end) == ([], end)
    await sent(4)
    assert (await read(call(), after=end))[0] == ["slf_4"]


async def test_it_shows_what_was_sent_of_ones_own_tenant_and_of_open_topics(call, sent):
    await sent(1)
    await sent(2, tenant="tnt_2")
    await sent(3, topic="guest.contacts")
    await sent(4, topic="shelf.events.dlq")
    await sent(None)
    assert (await read(call()))[0] == ["slf_1"]
    assert (await read(call(tenant="tnt_2")))[0] == ["slf_2"]


async def test_types_can_be_chosen(call, sent):
    await sent(1, kind="a.done.v1")
    await sent(2, kind="b.done.v1")
    await sent(3, kind="c.done.v1")
    assert (await read(call(), types="a.done.v1, c.done.v1"))[0] == ["slf_1", "slf_3"]


async def test_a_caller_limited_to_venues_sees_theirs_only(call, sent):
    await sent(1)
    await sent(2, venue="vnu_2")
    await sent(3, venue=None)
    assert (await read(call(venues=["vnu_2"])))[0] == ["slf_2"]
    assert (await read(call(venues=[])))[0] == []


async def test_an_event_is_told_whole(call, sent):
    await sent(1)
    (event,) = (await call().get("/v1/events")).json()["items"]
    assert event["specversion"] == "1.0"
    assert (event["source"], event["sequence"], event["tenant"]) == ("/shelf", 1, "tnt_1")
    assert event["data"] == {"shelf_id": "slf_1", "venue_id": "vnu_1"}


async def test_the_feed_needs_its_scope_and_a_real_cursor(call):
    assert (await call(scopes=("shelves:read",)).get("/v1/events")).status_code == 403
    assert (await call().get("/v1/events", params={"after": "7"})).json()["code"] == "bad_cursor"
