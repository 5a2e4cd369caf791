"""Tokens, tenants, venues, preconditions, repetitions."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from local_stack.issuer import Issuer
from the_lime import TENANT, House


def as_(issuer: Issuer, **claims: object) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.mint(**claims)}"}  # type: ignore[arg-type]


async def everything_of(house: House) -> dict[str, str]:
    """One thing of each kind, by the paths that show it."""
    (table,) = await house.open_restaurant(2)
    booking = await house.book()
    entry = await house.join()
    period = "from=2027-02-04T10:00:00Z&to=2027-02-04T20:00:00Z"
    return {
        "venue": f"/v1/venues/{house.venue_id}",
        "resources": f"/v1/venues/{house.venue_id}/resources",
        "resource": f"/v1/resources/{table}",
        "availability": f"/v1/venues/{house.venue_id}/availability?{period}&party=1",
        "booking": f"/v1/bookings/{booking['id']}",
        "entry": f"/v1/waitlist/{entry['id']}",
        "guest": f"/v1/guests/{booking['guest_id']}",
    }


async def test_what_is_not_yours_does_not_exist_for_you(house: House, issuer: Issuer) -> None:
    paths = await everything_of(house)
    strangers = (as_(issuer, tenant="tnt_other"), as_(issuer, tenant=TENANT, venues=["ven_other"]))
    for stranger in strangers:
        for what, path in paths.items():
            assert (await house.client.get(path)).status_code == 200, what
            response = await house.client.get(path, headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "not_found"), what
        for path in ("/v1/venues", "/v1/bookings", "/v1/waitlist"):
            assert (await house.client.get(path, headers=stranger)).json()["items"] == []
        acts: list[tuple[str, str, Any]] = [
            ("POST", f"{paths['booking']}/{act}", body)
            for act, body in {
                "late": {"by": "guest"},
                "arrive": {},
                "revert-arrival": None,
                "start": None,
                "finish": None,
                "cancel": {"by": "guest"},
                "release": {"reason": "x"},
                "reopen": {},
                "no-show": {"reason": "x"},
                "keep": {"reason": "x", "until": "2027-02-04T12:30:00Z"},
            }.items()
        ] + [("POST", f"{paths['entry']}/{act}", None) for act in ("accept", "decline", "leave", "withdraw-offer")]
        acts += [
            ("PATCH", paths["venue"], {"name": "Mine"}),
            ("PATCH", paths["resource"], {"name": "Mine"}),
            ("PATCH", paths["booking"], {"party": 1}),
            ("POST", paths["resources"], {"name": "T9", "kind": "table", "capacity_max": 2}),
            ("POST", "/v1/bookings", house.booking_body()),
            ("DELETE", paths["guest"], None),
        ]
        for method, path, body in acts:
            response = await house.client.request(method, path, json=body, headers=stranger | {"If-Match": '"1"'})
            assert (response.status_code, response.json()["code"]) == (404, "not_found"), path
    assert len(await house.told("booking.confirmed.v1")) == 1


async def test_a_token_for_one_venue_sees_that_venue_alone_and_opens_none(house: House, issuer: Issuer) -> None:
    await house.open_restaurant(2)
    elsewhere = await house.book()
    await house.open_restaurant(2)
    here = await house.book()
    host = as_(issuer, tenant=TENANT, venues=[house.venue_id])
    found = (await house.client.get("/v1/bookings", headers=host)).json()["items"]
    assert [one["id"] for one in found] == [here["id"]]
    assert (await house.client.get(f"/v1/bookings/{elsewhere['id']}", headers=host)).status_code == 404
    body = {"name": "X", "trade": "salon", "time_zone": "UTC", "currency": "EUR", "languages": ["en"]}
    assert (await house.client.post("/v1/venues", json=body, headers=host)).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/bookings", "bookings:read"),
        ("POST", "/v1/bookings", "bookings:write"),
        ("POST", "/v1/venues", "venues:write"),
        ("POST", "/v1/waitlist", "waitlist:write"),
        ("DELETE", "/v1/guests/gst_1", "guests:erase"),
    ],
)
async def test_each_route_needs_its_scope(
    booking_app: object, issuer: Issuer, method: str, path: str, scope: str
) -> None:
    transport = httpx.ASGITransport(app=booking_app)  # type: ignore[arg-type]
    others = [one for one in ("bookings:read", "bookings:write", "venues:write", "waitlist:write") if one != scope]
    async with httpx.AsyncClient(transport=transport, base_url="http://booking") as client:
        assert (await client.request(method, path, json={})).status_code == 401
        response = await client.request(method, path, json={}, headers=as_(issuer, tenant=TENANT, scopes=others))
        assert (response.status_code, response.json()["code"]) == (403, "scope_missing")


async def test_of_twenty_changes_with_one_etag_one_is_done(house: House) -> None:
    await house.open_restaurant(8)
    booking = await house.book()
    asking = [
        house.client.patch(f"/v1/bookings/{booking['id']}", json={"party": 3 + number % 5}, headers={"If-Match": '"1"'})
        for number in range(20)
    ]
    statuses = Counter([response.status_code for response in await asyncio.gather(*asking)])
    assert statuses == {200: 1, 412: 19}
    assert len(await house.told("booking.changed.v1")) == 1


async def test_etags_guard_changes_and_spare_reading_again(house: House) -> None:
    (table,) = await house.open_restaurant(2)
    booking = await house.book()
    for path in (f"/v1/venues/{house.venue_id}", f"/v1/resources/{table}", f"/v1/bookings/{booking['id']}"):
        response = await house.client.get(path)
        etag = response.headers["ETag"]
        assert (await house.client.get(path, headers={"If-None-Match": etag})).status_code == 304
        assert await house.refused("PATCH", path, {}) == (428, "precondition_required")
        assert await house.refused("PATCH", path, {}, etag='"99"') == (412, "version_mismatch")
        assert (await house.client.patch(path, json={}, headers={"If-Match": etag})).headers["ETag"] == etag


async def test_a_repeated_booking_with_one_key_is_one_booking(house: House) -> None:
    await house.open_restaurant(2, 2)
    key = {"Idempotency-Key": "till-7-000123"}
    first = await house.client.post("/v1/bookings", json=house.booking_body(), headers=key)
    again = await house.client.post("/v1/bookings", json=house.booking_body(), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert len(await house.told("booking.confirmed.v1")) == 1
    other = await house.client.post("/v1/bookings", json=house.booking_body(party=1), headers=key)
    assert other.status_code == 422


MALFORMED: list[dict[str, object]] = [
    {"party": 0},
    {"party": "2"},
    {"party": 2.5},
    {"starts_at": "2027-02-04T12:00:00"},
    {"starts_at": "9999-12-31T23:00:00Z"},
    {"guest": None},
    {"guest": {"email": "a@example.com"}},
    {"guest": {"name": "Anna", "email": "no address"}},
    {"guarantee": "gold"},
    {"tables": 1},
    {"resource_ids": []},
    {"starts_at": 1801742400},
    {"starts_at": "1801742400"},
    {"check_in": 20000},
]


async def test_what_is_malformed_is_refused_with_the_field(house: House) -> None:
    body = {"venue_id": "ven_1", "starts_at": "2027-02-04T12:00:00Z", "party": 2, "guest": {"name": "Anna"}}
    for wrong in MALFORMED:
        assert await house.refused("POST", "/v1/bookings", body | wrong) == (422, "validation_failed"), wrong


async def test_settings_and_hours_that_make_no_sense_are_refused(house: House) -> None:
    venue = {"name": "X", "trade": "restaurant", "time_zone": "UTC", "currency": "EUR", "languages": ["en"]}
    senseless: list[dict[str, Any]] = [
        {"time_zone": "Mars/Base"},
        {"time_zone": "localtime"},
        {"trade": "casino"},
        {"languages": []},
        {"languages": ["en", "en"]},
        {"opening_hours": {"someday": [["12:00", "13:00"]]}},
        {"opening_hours": {"mon": [["12:00"]]}},
        {"opening_hours": {"mon": [["25:00", "26:00"]]}},
        {"settings": {"hold_hour": 24}},
        {"settings": {"offer_minutes": None}},
        {"settings": {"grace": 15}},
    ]
    for wrong in senseless:
        assert await house.refused("POST", "/v1/venues", venue | wrong) == (422, "validation_failed"), wrong
    made = await house.ask("POST", "/v1/venues", venue | {"settings": {"offer_minutes": 20}}, status=201)
    assert (made["settings"]["late_after_minutes"], made["settings"]["offer_minutes"]) == (5, 20)
    changed = await house.ask("PATCH", f"/v1/venues/{made['id']}", {"settings": {"late_after_minutes": 7}}, etag='"1"')
    assert (changed["settings"]["late_after_minutes"], changed["settings"]["offer_minutes"]) == (7, 20)
    assert [one["version"] for one in await house.told("venue.set.v1")] == [1, 2]
