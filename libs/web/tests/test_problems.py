"""Every status of 400 or more, from every layer, is application/problem+json (A3)."""

import re
from pathlib import Path

import pytest
from web.problem import CODES, COMMON_CODES, Problem, problem_responses, register_codes

JSON = {"Content-Type": "application/json"}


def assert_is_problem(answer, status, code):
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["title"] == CODES[code][1]
    assert body["type"] == f"urn:holdfast:problem:{code}"
    assert body["instance"] == answer.request.url.raw_path.decode().partition("?")[0]
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return body


async def test_no_such_route(call):
    assert_is_problem(await call().get("/nowhere"), 404, "not_found")


async def test_wrong_method_names_all_right_ones(call):
    answer = await call().delete("/v1/shelves/a")
    assert_is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, PATCH"


async def test_an_invalid_field_is_named_without_its_value(call):
    answer = await call().post("/v1/shelves", json={"id": "a", "pieces": "guest@example.org"})
    body = assert_is_problem(answer, 422, "validation_failed")
    assert [one["field"] for one in body["errors"]] == ["body.pieces"]
    assert "guest@example.org" not in answer.text


@pytest.mark.parametrize("body", ["{", '{"id": }', "", b"\xff\xfe{\x00}\x00", b'{"id": "\xff"}', "NaN{"])
async def test_what_is_no_json_is_refused(call, body):
    answer = await call().post("/v1/shelves", content=body, headers=JSON)
    if body:
        assert_is_problem(answer, 400, "bad_json")
    else:
        assert_is_problem(answer, 422, "validation_failed")


async def test_a_body_that_does_not_say_it_is_json_is_a_415(call):
    for headers in ({}, {"Content-Type": "text/plain"}):
        answer = await call().post("/v1/shelves", content=b'{"id": "a", "pieces": 1}', headers=headers)
        assert_is_problem(answer, 415, "unsupported_media_type")


async def test_a_slash_more_is_another_path(call):
    assert_is_problem(await call().get("/v1/shelves/"), 404, "not_found")


async def test_a_number_too_long_to_read_is_refused(call):
    answer = await call().post("/v1/shelves", content='{"id":"a","pieces":' + "9" * 5000 + "}", headers=JSON)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_broken_rule_is_the_problem_of_the_services_table(call):
    await call().post("/v1/shelves", json={"id": "a", "pieces": 0})
    assert_is_problem(await call().post("/v1/shelves/a/take"), 409, "shelf_empty")


async def test_a_bug_is_a_500_that_says_nothing(call):
    answer = await call().get("/broken")
    assert_is_problem(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


async def test_a_frozen_endpoint_is_a_504(call, app, settings, database):
    answer = await call().get("/frozen", timeout=20)
    assert_is_problem(answer, 504, "timed_out")


def nested(depth):
    return '{"id":"a","pieces":1,"note":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


async def test_json_may_be_32_deep_and_no_deeper(call):
    assert_is_problem(await call().put("/echo", content=nested(33), headers=JSON), 400, "json_too_deep")
    assert (await call().put("/echo", content=nested(32), headers=JSON)).status_code == 200
    assert_is_problem(
        await call().put("/echo", content="[" * 60000, headers={"Content-Type": "application/x+json"}),
        400,
        "json_too_deep",
    )


async def test_brackets_in_strings_are_not_depth(call):
    content = '{"note":"' + "[" * 50 + '\\"' + "{" * 50 + '"}'
    assert (await call().put("/echo", content=content, headers=JSON)).status_code == 200


async def test_a_body_may_have_64_kib_and_not_a_byte_more(call):
    assert (await call().put("/echo", content=b"x" * 65536)).json() == 65536
    assert_is_problem(await call().put("/echo", content=b"x" * 65537), 413, "body_too_large")


async def test_a_chunked_body_is_measured_too(call):
    async def chunks(count):
        for _ in range(count):
            yield b"x" * 8192

    assert (await call().put("/echo", content=chunks(8))).json() == 65536
    assert_is_problem(await call().put("/echo", content=chunks(9)), 413, "body_too_large")


@pytest.mark.parametrize("sent", ["short", "x" * 200, "has space in it", "line\tbreak-line", "ключ-ключ"])
async def test_an_odd_request_id_is_replaced(call, sent):
    answer = await call().get("/open", headers={"X-Request-Id": sent.encode()})
    assert answer.headers["X-Request-Id"].startswith("req_")


async def test_a_plain_request_id_is_kept(call):
    answer = await call().get("/open", headers={"X-Request-Id": "front-end:0001"})
    assert answer.headers["X-Request-Id"] == "front-end:0001"


def test_a_code_means_one_thing():
    with pytest.raises(ValueError, match="not registered"):
        Problem(409, "no_such_code", "…")
    with pytest.raises(ValueError, match="not registered"):
        Problem(404, "conflict", "…")
    with pytest.raises(ValueError, match="another status"):
        register_codes({"conflict": (404, "Not found")})
    with pytest.raises(ValueError, match="400 or more"):
        register_codes({"fine": (200, "Fine")})


def test_codes_of_one_status_share_a_response():
    responses = problem_responses("conflict", "idempotency_in_progress", "not_found")
    assert set(responses) == {404, 409}
    assert set(responses[409]["content"]["application/problem+json"]["examples"]) == {
        "conflict",
        "idempotency_in_progress",
    }


def test_the_readme_explains_every_code():
    table = (Path(__file__).parent.parent / "README.md").read_text().partition("## Codes")[2]
    explained = {}
    for row in re.findall(r"^\| (`.*?) \| (.*?) \|", table, re.MULTILINE):
        explained |= dict.fromkeys(re.findall(r"`(\w+)`", row[0]), row[1])
    assert set(explained) == COMMON_CODES
    assert all(status in {str(CODES[code][0]), "other"} for code, status in explained.items())
