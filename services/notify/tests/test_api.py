"""notify over HTTP, with real tokens."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox
from notify.domain.kinds import Kind
from notify.main import application

from .events_heard import BOOKING, EMAIL, GUEST, a_booking, about, confirmed, contact, held
from .world import TENANT, World


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    app = application(world.settings, world.notify)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://notify") as client:
        yield client
    await app.state.signing_keys.close()


@pytest.fixture
def mia(issuer: Issuer) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.mint(TENANT)}"}


async def tell_three(world: World) -> None:
    now = await world.now()
    booking = a_booking(now=now)
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.advance(seconds=61)
    await world.hear("policy.hold_decided.v1", held(booking, now + timedelta(minutes=15)))
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_2"), now - timedelta(minutes=1)))
    await world.send_all()


async def get(client: httpx.AsyncClient, url: str, headers: dict[str, str]) -> Any:
    answer = await client.get(url, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_everything_that_happened_can_be_asked_for(
    client: httpx.AsyncClient, world: World, mia: dict[str, str], mailbox: Mailbox
) -> None:
    await tell_three(world)
    all_of_them = (await get(client, "/v1/messages", mia))["items"]
    assert [(item["kind"], item["status"], item["reason"]) for item in all_of_them] == [
        ("held", "dropped", "moment_passed"),
        ("held", "sent", None),
        ("confirmed", "sent", None),
    ]
    of_booking = (await get(client, f"/v1/messages?booking_id={BOOKING}&guest_id={GUEST}&status=sent", mia))["items"]
    assert [item["kind"] for item in of_booking] == ["held", "confirmed"]
    full = await get(client, f"/v1/messages/{of_booking[0]['id']}", mia)
    assert full["subject"] == mailbox.messages(EMAIL)[1].subject
    assert "Dear Anna" in full["text"]
    assert "/g/…" in full["text"]
    assert [(one["outcome"], one["code"]) for one in full["tries"]] == [("accepted", 250)]
    confirmation = await get(client, f"/v1/messages/{of_booking[1]['id']}", mia)
    assert "BEGIN:VCALENDAR" in confirmation["calendar"]
    token = mailbox.messages(EMAIL)[0].text.partition("/g/")[2].split()[0]
    assert token[:20] not in confirmation["text"] + confirmation["calendar"]


async def test_pages_follow_each_other_without_a_gap(
    client: httpx.AsyncClient, world: World, mia: dict[str, str]
) -> None:
    await tell_three(world)
    seen = []
    url = "/v1/messages?limit=1"
    while True:
        page = await get(client, url, mia)
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        url = f"/v1/messages?limit=1&cursor={page['next_cursor']}"
    assert len(seen) == 3
    assert seen == sorted(seen, reverse=True)


async def test_a_waiting_message_says_what_it_waits_for(
    client: httpx.AsyncClient, world: World, mia: dict[str, str]
) -> None:
    await world.hear("booking.confirmed.v1", confirmed(a_booking(now=await world.now())))
    (item,) = (await get(client, "/v1/messages", mia))["items"]
    assert (await get(client, f"/v1/messages/{item['id']}", mia))["waits_for"] == "contact"
    await world.hear("guest.contact_set.v1", contact())
    full = await get(client, f"/v1/messages/{item['id']}", mia)
    assert (full["waits_for"], full["subject"], full["tries"]) == ("terms", None, [])


async def test_others_see_nothing(client: httpx.AsyncClient, world: World, issuer: Issuer, mia: dict[str, str]) -> None:
    await tell_three(world)
    message_id = (await get(client, "/v1/messages", mia))["items"][0]["id"]
    strangers = [issuer.mint("tnt_b"), issuer.mint(TENANT, venues=["ven_other"])]
    for token in strangers:
        stranger = {"Authorization": f"Bearer {token}"}
        assert (await get(client, "/v1/messages", stranger))["items"] == []
        assert (await client.get(f"/v1/messages/{message_id}", headers=stranger)).status_code == 404
        assert (await client.post(f"/v1/messages/{message_id}/resend", headers=stranger)).status_code == 404
    reader = {"Authorization": f"Bearer {issuer.mint(TENANT, scopes=['bookings:read'])}"}
    assert (await client.get("/v1/messages", headers=reader)).status_code == 403
    assert (await client.get("/v1/messages")).status_code == 401


async def test_sending_again_is_a_message_of_its_own_while_it_is_news(
    client: httpx.AsyncClient, world: World, mia: dict[str, str], mailbox: Mailbox
) -> None:
    await tell_three(world)
    dropped, sent, _ = (await get(client, "/v1/messages", mia))["items"]
    answer = await client.post(f"/v1/messages/{sent['id']}/resend", headers=mia | {"Idempotency-Key": "once"})
    assert answer.status_code == 201
    again = await client.post(f"/v1/messages/{sent['id']}/resend", headers=mia | {"Idempotency-Key": "once"})
    assert again.json()["id"] == answer.json()["id"]
    busy = await client.post(f"/v1/messages/{sent['id']}/resend", headers=mia)
    assert (busy.status_code, busy.json()["code"]) == (409, "message_on_its_way")
    await world.send_all()
    first, second = [mail for mail in mailbox.messages(EMAIL) if mail.headers["X-Holdfast-Kind"] == "held"]
    assert first.message_id != second.message_id
    late = await client.post(f"/v1/messages/{dropped['id']}/resend", headers=mia)
    assert (late.status_code, late.json()["code"]) == (409, "moment_passed")
    arrived = a_booking(now=await world.now(), version=7, state="arrived")
    await world.hear("booking.arrived.v1", about(arrived))
    overtaken = await client.post(f"/v1/messages/{sent['id']}/resend", headers=mia)
    assert (overtaken.status_code, overtaken.json()["code"]) == (409, "message_overtaken")
    await world.hear("guest.contact_erased.v1", {"guest_id": GUEST})
    erased = await client.post(f"/v1/messages/{sent['id']}/resend", headers=mia)
    assert (erased.status_code, erased.json()["code"]) == (409, "guest_erased")
    assert (await get(client, f"/v1/messages/{sent['id']}", mia))["text"] is None


async def test_a_tenants_wording_is_used_from_then_on_and_only_there(
    client: httpx.AsyncClient, world: World, mia: dict[str, str], mailbox: Mailbox, issuer: Issuer
) -> None:
    url = "/v1/templates/held/en"
    shipped = await get(client, url, mia)
    assert (shipped["number"], shipped["published_at"]) == (0, None)
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_0"), now + timedelta(minutes=15)))
    wording = {"subject": "We wait until {{ until }}"}
    published = await client.put(url, headers=mia, json=wording)
    assert published.status_code == 200, published.text
    assert published.json()["number"] == 1
    assert published.json()["text"] == shipped["text"]
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now), now + timedelta(minutes=15)))
    await world.hear("guest.contact_set.v1", contact())
    await world.send_all()
    before, after = mailbox.messages(EMAIL)
    assert before.subject.startswith("Your table is kept")
    assert after.subject.startswith("We wait until ")
    other = {"Authorization": f"Bearer {issuer.mint('tnt_b')}"}
    assert (await get(client, url, other))["number"] == 0
    back = await client.put(url, headers=mia, json={})
    assert (back.json()["number"], back.json()["subject"]) == (2, shipped["subject"])


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ({"text": "{{ untill }}"}, "until"),
        ({"text": "{% if %}"}, "line 1"),
        ({"text": "{{ venue_name.__class__ }}"}, "not allowed"),
        ({"subject": "\u0000"}, "NUL"),
        ({"subject": "   "}, "empty"),
    ],
)
async def test_a_wording_that_cannot_be_used_is_refused_with_what_is_allowed(
    client: httpx.AsyncClient, mia: dict[str, str], wording: dict[str, str], says: str
) -> None:
    answer = await client.put("/v1/templates/held/en", headers=mia, json=wording)
    assert (answer.status_code, answer.json()["code"]) == (422, "template_refused")
    assert says in answer.json()["detail"]
    assert {"variables", "filters", "functions", "longest"} <= answer.json()["allowed"].keys()


async def test_a_wording_is_for_all_venues(client: httpx.AsyncClient, issuer: Issuer) -> None:
    headers = {"Authorization": f"Bearer {issuer.mint(TENANT, venues=['ven_1'])}"}
    answer = await client.put("/v1/templates/held/en", headers=headers, json={})
    assert answer.status_code == 403


async def test_every_kind_can_be_read_and_unknown_ones_are_refused(
    client: httpx.AsyncClient, mia: dict[str, str]
) -> None:
    for kind in Kind:
        assert (await get(client, f"/v1/templates/{kind}/ru", mia))["variables"]
    for wrong in ("/v1/templates/spam/ru", "/v1/templates/held/de", "/v1/messages?status=lost", "/v1/messages?limit=0"):
        assert (await client.get(wrong, headers=mia)).status_code == 422
    assert (await client.get("/v1/messages?cursor=nonsense", headers=mia)).status_code == 400


async def test_health_metrics_and_documents_answer(client: httpx.AsyncClient, world: World) -> None:
    await tell_three(world)
    assert (await client.get("/livez")).status_code == 200
    assert (await client.get("/readyz")).status_code == 200
    metrics = (await client.get("/metrics")).text
    assert 'holdfast_messages{status="sent"} 2.0' in metrics
    assert (await client.get("/openapi.json")).json()["paths"].keys() >= {"/v1/messages", "/v1/messages/{message_id}"}
