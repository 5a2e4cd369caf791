"""What front-ends and partners see of policy, over HTTP with real tokens."""

from typing import Any

import pytest

from .api_client import Api
from .said_by_booking import BOOKING, GUEST, VENUE, a_booking, a_venue, about, at, late
from .world import World

STRICT = """
decision: late_arrival.hold
rules:
  - {id: hold-5, when: {minutes_late: 0..4}, then: hold}
  - {id: gone, when: {minutes_late: 5..}, then: release}
"""


async def a_late_guest(world: World, *, heard_at: float = 65) -> None:
    await world.hear("venue.set.v1", a_venue())
    await world.hear("booking.confirmed.v1", about(a_booking()))
    await world.advance_to(heard_at)
    await world.hear("booking.late_declared.v1", late(a_booking()))


async def put(api: Api, body: str, content_type: str = "application/yaml", **more: Any) -> Any:
    headers = {"Content-Type": content_type, **more.pop("headers", {})}
    path = f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold"
    return await api.ask("PUT", path, content=body.encode(), headers=headers, **more)


async def test_the_rules_that_run_are_shown_in_plain_words(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    english = await api.get(f"/v1/venues/{VENUE}/rules")
    russian = await api.get(f"/v1/venues/{VENUE}/rules?language=ru")
    assert english["rules"][0] == {
        "id": "hold-15",
        "text": "Less than 15 minutes late: we keep your table.",
        "exception_to": None,
        "outcome": "hold",
    }
    assert "Опоздание меньше 15 минут: мы держим ваш столик." in russian["text"]
    assert english["rules_version"] == russian["rules_version"]


@pytest.mark.parametrize(
    ("asked", "outcome", "rule", "until"),
    [
        ("minutes_late=10", "hold", "hold-15", 15),
        ("minutes_late=20", "release", "release", 15),
        ("minutes_late=20&eta_minutes_late=22", "hold", "told-us", 25),
        ("minutes_late=10&eta_minutes_late=40", "hold", "hold-15", 15),
        ("minutes_late=18&standing=regular", "hold", "regular-20", 20),
    ],
)
async def test_what_if_is_answered_before_anything_is_booked(
    world: World, api: Api, asked: str, outcome: str, rule: str, until: int
) -> None:
    await world.hear("venue.set.v1", a_venue())
    answer = await api.get(f"/v1/venues/{VENUE}/what-if?{asked}&expected_at=13:00")
    assert (answer["outcome"], answer["rule_id"]) == (outcome, rule)
    assert answer["until"] == at(60 + until).replace("+00:00", "Z")
    assert f"13:{until}" in answer["text"]


async def test_a_rule_set_is_replaced_and_read_back(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    first = await api.get(f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold")
    answer = await put(api, STRICT)
    assert answer.status_code == 200
    assert (answer.json()["number"], answer.headers["ETag"]) == (2, '"2"')
    assert answer.json()["rules_version"] != first["rules_version"]
    again = await put(api, STRICT)
    assert again.json()["number"] == 2

    path = f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold"
    yaml = await api.ask("GET", path, headers={"Accept": "application/yaml"})
    assert yaml.headers["content-type"].startswith("application/yaml")
    assert (await put(api, yaml.text)).json()["hash"] == answer.json()["hash"]
    as_json = (await api.ask("GET", path)).json()["rule_set"]
    sent = await api.ask("PUT", path, json=as_json)
    assert sent.json()["hash"] == answer.json()["hash"]
    assert len(await world.told("policy.rules_published")) == 2


async def test_of_two_authors_the_second_is_told(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    assert (await put(api, STRICT, headers={"If-Match": '"1"'})).status_code == 200
    assert (await put(api, STRICT, headers={"If-Match": '"1"'})).status_code == 412


async def test_a_malformed_set_is_refused_with_every_finding(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    wrong = STRICT.replace("minutes_late: 0..4", "minute_late: 0..4").replace("5..", "9000..")
    answer = await put(api, wrong)
    assert answer.status_code == 422
    assert answer.json()["code"] == "rule_set_refused"
    found = [(each["code"], each["line"], each["rule"], each["fact"]) for each in answer.json()["findings"]]
    assert found == [
        ("unknown_fact", 4, "hold-5", "minute_late"),
        ("out_of_range", 5, "gone", "minutes_late"),
    ]
    assert all(each["allowed"] for each in answer.json()["findings"])
    assert (await api.get(f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold"))["number"] == 1


async def test_other_media_types_and_decisions_are_refused(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    assert (await put(api, STRICT, "text/plain")).status_code == 415
    answer = await api.ask("PUT", f"/v1/venues/{VENUE}/rule-sets/gift", content=b"{}")
    assert answer.status_code == 404


async def test_decisions_are_listed_by_pages_and_shown_in_full(world: World, api: Api) -> None:
    await a_late_guest(world)
    await world.advance_to(70)
    await world.hear("booking.late_declared.v1", late(a_booking(), eta=80, version=3))
    await world.advance_to(90)
    first = await api.get(f"/v1/decisions?booking_id={BOOKING}&limit=2")
    rest = await api.get(f"/v1/decisions?booking_id={BOOKING}&limit=2&cursor={first['next_cursor']}")
    outcomes = [each["outcome"] for each in (*first["items"], *rest["items"])]
    assert outcomes == ["release", "hold", "hold"]
    assert rest["next_cursor"] is None
    shown = await api.get(f"/v1/decisions/{first['items'][1]['id']}")
    facts = {fact["name"]: (fact["value"], fact["source"]) for fact in shown["facts"]}
    assert facts["minutes_late"][0] == 10
    assert facts["eta_minutes_late"] == (20, "the guest's own word")
    assert shown["rule_id"] == "told-us"
    assert shown["timeline"][-1]["rules"] == ["release"]
    assert [span["action"] for span in shown["timeline"]] == ["hold", "hold", "release"]
    assert shown["versions"]["pinned"]["hash"] == shown["versions"]["active"]["hash"]


async def test_a_decision_replays_to_the_same_text_after_the_rules_were_replaced(world: World, api: Api) -> None:
    await a_late_guest(world)
    await world.advance_to(76)
    assert (await put(api, STRICT)).status_code == 200
    for decision in (await api.get("/v1/decisions"))["items"]:
        answer = await api.ask("POST", f"/v1/decisions/{decision['id']}/replay")
        assert answer.status_code == 200
        assert answer.json()["same"], answer.json()
        assert answer.json()["texts"] == decision["texts"]


async def a_question(world: World, api: Api) -> dict[str, Any]:
    await a_late_guest(world, heard_at=85)
    (question,) = (await api.get("/v1/decisions?waiting=staff"))["items"]
    assert question["question"]["reason"] == "policy_was_away"
    asked: dict[str, Any] = question
    return asked


async def test_staff_keeps_the_place_until_a_time(world: World, api: Api) -> None:
    question = await a_question(world, api)
    said = {"action": "keep", "reason": "they called", "until": at(110)}
    answer = await api.ask("POST", f"/v1/decisions/{question['id']}/answer", json=said)
    assert answer.status_code == 200, answer.text
    assert answer.json()["closed"]["reason"] == "they called"
    (_, told), *_ = await world.told("policy.staff_answered")
    assert (told["action"], told["until"]) == ("keep", at(110).replace("+00:00", "Z"))
    assert (await api.get("/v1/decisions?waiting=staff"))["items"] == []
    again = await api.ask("POST", f"/v1/decisions/{question['id']}/answer", json=said)
    assert (again.status_code, again.json()["code"]) == (409, "not_waiting")
    await world.advance_to(111)
    (_, release), *_ = await world.told("policy.release_decided")
    assert release["until"] == at(110).replace("+00:00", "Z")


async def test_staff_gives_the_place_back(world: World, api: Api) -> None:
    question = await a_question(world, api)
    said = {"action": "release", "reason": "they will not come"}
    answer = await api.ask("POST", f"/v1/decisions/{question['id']}/answer", json=said)
    assert answer.status_code == 200, answer.text
    assert [said for said, _ in (await world.told())[-2:]] == ["policy.staff_answered", "policy.release_decided"]
    (_, release), *_ = await world.told("policy.release_decided")
    assert (release["kind"], release["booking_version"]) == ("staff", 2)
    decision = await api.get(f"/v1/decisions/{release['decision_id']}")
    assert decision["answers"]["question_id"] == question["id"]
    replayed = await api.ask("POST", f"/v1/decisions/{release['decision_id']}/replay")
    assert replayed.json()["same"], replayed.json()


@pytest.mark.parametrize("until", [at(60), at(1000), "2027-03-04T13:45:00"], ids=["past", "after the end", "no offset"])
async def test_staff_cannot_promise_the_impossible(world: World, api: Api, until: str) -> None:
    question = await a_question(world, api)
    said = {"action": "keep", "reason": "they called", "until": until}
    answer = await api.ask("POST", f"/v1/decisions/{question['id']}/answer", json=said)
    assert (answer.status_code, answer.json()["code"]) == (422, "answer_not_allowed")
    assert len((await api.get("/v1/decisions?waiting=staff"))["items"]) == 1


async def test_the_standing_shows_its_causes(world: World, api: Api) -> None:
    await a_late_guest(world)
    await world.advance_to(76)
    released = a_booking(state="released", version=3)
    await world.hear("booking.released.v1", about(released, released_at=at(76), by="policy"))
    standing = await api.get(f"/v1/guests/{GUEST}/standing")
    assert standing["standing"] == "watch"
    assert [(each["kind"], each["weight"], each["counts"]) for each in standing["causes"]] == [
        ("late_release", -2, True)
    ]
    assert (await api.ask("GET", "/v1/guests/gst_other/standing")).status_code == 404


async def test_a_token_for_some_venues_sees_the_standing_of_their_guests_only(world: World, api: Api) -> None:
    await a_late_guest(world)
    released = a_booking(state="released", version=3)
    await world.hear("booking.released.v1", about(released, released_at=at(76), by="policy"))
    await world.hear("booking.confirmed.v1", about(a_booking(id="bkg_elsewhere", venue_id="ven_other")))
    path = f"/v1/guests/{GUEST}/standing"
    assert len((await api.get(path, venues=(VENUE,)))["causes"]) == 1
    there = await api.get(path, venues=("ven_other",))
    assert (there["standing"], there["causes"]) == ("watch", []), "the class is the business's, the visit the venue's"
    assert (await api.ask("GET", path, venues=("ven_third",))).status_code == 404


async def test_another_tenants_things_do_not_exist(world: World, api: Api) -> None:
    question = await a_question(world, api)
    reads = [
        f"/v1/venues/{VENUE}/rules",
        f"/v1/venues/{VENUE}/what-if",
        f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold",
        f"/v1/decisions/{question['id']}",
        f"/v1/guests/{GUEST}/standing",
    ]
    for path in reads:
        assert (await api.ask("GET", path, tenant="tnt_b")).status_code == 404, path
    answer = await api.ask(
        "POST", f"/v1/decisions/{question['id']}/answer", json={"action": "keep", "reason": "x"}, tenant="tnt_b"
    )
    assert answer.status_code == 404
    assert (await put(api, STRICT, tenant="tnt_b")).status_code == 404
    assert (await api.get("/v1/decisions", tenant="tnt_b"))["items"] == []
    elsewhere = ("ven_other",)
    assert (await api.get("/v1/decisions", venues=elsewhere))["items"] == []
    assert (await api.ask("GET", f"/v1/decisions/{question['id']}", venues=elsewhere)).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", f"/v1/venues/{VENUE}/rules", "rules:read"),
        ("GET", f"/v1/venues/{VENUE}/what-if", "rules:read"),
        ("GET", f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold", "rules:read"),
        ("PUT", f"/v1/venues/{VENUE}/rule-sets/late_arrival.hold", "rules:write"),
        ("GET", "/v1/decisions", "rules:read"),
        ("GET", "/v1/decisions/dec_x", "rules:read"),
        ("POST", "/v1/decisions/dec_x/replay", "rules:read"),
        ("POST", "/v1/decisions/dec_x/answer", "decisions:answer"),
        ("GET", f"/v1/guests/{GUEST}/standing", "rules:read"),
    ],
)
async def test_each_route_needs_its_scope(api: Api, method: str, path: str, scope: str) -> None:
    others = tuple({"rules:read", "rules:write", "decisions:answer", "bookings:write"} - {scope})
    answer = await api.ask(method, path, scopes=others)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
