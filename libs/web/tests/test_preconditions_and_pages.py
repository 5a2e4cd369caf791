"""ETags guard changes (B8); lists are stable while things are added."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.pages import decode_cursor, encode_cursor
from web.problem import Problem


@pytest.fixture
async def shelf(call):
    return await call().post("/v1/shelves", json={"id": "a", "pieces": 1})


async def change(call, tag, pieces=2):
    headers = {} if tag is None else {"If-Match": tag}
    return await call().patch("/v1/shelves/a", json={"pieces": pieces}, headers=headers)


async def test_without_if_match_it_is_428(call, shelf):
    answer = await change(call, None)
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.parametrize("tag", ['"2"', "1", 'W/"1"', "*", '"1", "2"', '"x"', '"' + "9" * 30 + '"'])
async def test_with_another_tag_it_is_412(call, shelf, tag):
    answer = await change(call, tag)
    assert (answer.status_code, answer.json()["code"]) == (412, "version_mismatch")


async def test_a_stale_tag_is_told_the_present_one(call, shelf):
    assert (await change(call, shelf.headers["ETag"])).status_code == 200
    assert (await change(call, shelf.headers["ETag"])).headers["ETag"] == '"2"'


async def test_of_twenty_changes_with_one_tag_one_wins(call, shelf):
    answers = await asyncio.gather(*(change(call, '"1"', n) for n in range(20)))
    assert sorted(one.status_code for one in answers) == [200] + [412] * 19


@pytest.mark.parametrize(
    ("sent", "status"), [('"1"', 304), ('W/"1"', 304), ('"0", "1"', 304), ("*", 304), ('"2"', 200), ("1", 200)]
)
async def test_what_one_has_already_is_not_sent_again(call, shelf, sent, status):
    answer = await call().get("/v1/shelves/a", headers={"If-None-Match": sent})
    assert (answer.status_code, answer.headers["ETag"]) == (status, '"1"')
    assert bool(answer.content) == (status == 200)


async def test_pages_show_everything_once_while_things_are_added(call):
    for n in range(0, 20, 2):
        await call().post("/v1/shelves", json={"id": f"s{n:02}", "pieces": n})
    seen, cursor = [], None
    while True:
        page = (
            await call().get("/v1/shelves", params={"limit": 3, "cursor": cursor} if cursor else {"limit": 3})
        ).json()
        seen += [one["id"] for one in page["items"]]
        await call().post("/v1/shelves", json={"id": f"a{len(seen):02}", "pieces": 0})
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"s{n:02}" for n in range(0, 20, 2)]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many"])
async def test_a_limit_outside_1_to_200_is_refused(call, limit):
    assert (await call().get("/v1/shelves", params={"limit": limit})).status_code == 422


BAD_CURSORS = [
    "x",
    "%%%",
    "bnVsbA",
    "W10",
    "WzFd",
    "e30",
    "WyJhIiwiYiJd",
    "WyJcdTAwMDAiXQ",
    "WyJcdWQ4MDAiXQ",
    "W3sidCI6MX1d",
]


@pytest.mark.parametrize("cursor", BAD_CURSORS)
async def test_an_invented_cursor_is_refused(call, cursor):
    answer = await call().get("/v1/shelves", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


VALUES = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(VALUES, max_size=4))
def test_a_cursor_comes_back_as_it_went(values):
    opened = decode_cursor(encode_cursor(*values))
    assert opened == tuple(values)
    assert [type(one) for one in opened] == [type(one) for one in values]


@given(st.text())
def test_no_text_breaks_the_reading_of_cursors(text):
    try:
        decode_cursor(text, str)
    except Problem:
        return


def test_a_cursor_of_another_shape_is_refused():
    cursor = encode_cursor(datetime(2026, 1, 1, tzinfo=UTC), "a")
    assert decode_cursor(cursor, datetime, str)[1] == "a"
    for types in [(str, datetime), (datetime,), (date, str), (datetime, str, int)]:
        with pytest.raises(Problem):
            decode_cursor(cursor, *types)
