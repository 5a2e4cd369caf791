"""Strange requests: each gets a problem, none an error of ours."""

from typing import Any

import pytest

from .api_client import Api
from .said_by_booking import VENUE, a_venue
from .world import World

READINGS = [
    (f"/v1/venues/{VENUE}/rules?language=de", 422),
    (f"/v1/venues/{VENUE}/rules?language=", 422),
    ("/v1/venues/%00/rules", 422),
    ("/v1/venues/nobody/rules", 404),
    (f"/v1/venues/{VENUE}/what-if?minutes_late=-1", 422),
    (f"/v1/venues/{VENUE}/what-if?minutes_late=2881", 422),
    (f"/v1/venues/{VENUE}/what-if?minutes_late=ten", 422),
    (f"/v1/venues/{VENUE}/what-if?party=0", 422),
    (f"/v1/venues/{VENUE}/what-if?standing=friend", 422),
    (f"/v1/venues/{VENUE}/what-if?expected_at=25:00", 422),
    (f"/v1/venues/{VENUE}/what-if?mood=bad", 422),
    (f"/v1/venues/{VENUE}/rule-sets/gift.granted", 404),
    ("/v1/decisions?limit=0", 422),
    ("/v1/decisions?limit=201", 422),
    ("/v1/decisions?cursor=nonsense", 400),
    ("/v1/decisions?waiting=guest", 422),
    ("/v1/decisions?booking_id=%00", 422),
    ("/v1/decisions/dec_nobody", 404),
    ("/v1/guests/gst_nobody/standing", 404),
]


async def test_a_strange_reading_is_refused(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue())
    for path, status in READINGS:
        answer = await api.ask("GET", path)
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


ANSWERS: list[Any] = [
    {"action": "wait", "reason": "x"},
    {"action": "keep"},
    {"action": "keep", "reason": ""},
    {"action": "keep", "reason": "x" * 501},
    {"action": "keep", "reason": "x", "until": "soon"},
    {"action": "keep", "reason": "x", "who": "me"},
    [],
]


async def test_a_strange_answer_is_refused(api: Api) -> None:
    for body in ANSWERS:
        answer = await api.ask("POST", "/v1/decisions/dec_nobody/answer", json=body)
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("trade", ["restaurant", "hotel"])
async def test_what_if_is_answered_at_any_minute(world: World, api: Api, trade: str) -> None:
    await world.hear("venue.set.v1", a_venue(trade=trade))
    for minutes_late in (0, 14, 15, 24, 25, 119, 120, 500, 2880):
        for guarantee in ("none", "card", "prepaid"):
            asked = f"minutes_late={minutes_late}&guarantee={guarantee}&language=ru"
            answer = await api.get(f"/v1/venues/{VENUE}/what-if?{asked}")
            assert answer["facts"]["minutes_late"] == minutes_late
            assert answer["text"]


async def test_venues_without_rules_of_their_own_still_say_which(world: World, api: Api) -> None:
    await world.hear("venue.set.v1", a_venue(trade="salon"))
    card = await api.get(f"/v1/venues/{VENUE}/rules")
    assert "we keep your appointment" in card["text"]
