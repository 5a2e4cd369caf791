"""A guest's link opens one booking or one offer, and nothing else."""

import base64
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from businesses import Business
from neighbourhood import Neighbourhood
from web.signed_links import KeyRing

pytestmark = pytest.mark.xdist_group("isolation")

IN_2040 = datetime(2040, 1, 1, tzinfo=UTC)
A_BOOKING_S = ("late", "cancel", "reopen")
AN_OFFER_S = ("accept", "decline")


@pytest.fixture
def ring(there: Neighbourhood) -> KeyRing:
    """The services' own keys: what is refused here is refused although we have signed it."""
    return KeyRing(there.house.services["booking"].settings["guest_link_keys"])


async def look(there: Neighbourhood, token: str) -> httpx.Response:
    return await there.clients["booking"].get(f"/g/{token}")


async def press(there: Neighbourhood, token: str, button: str) -> httpx.Response:
    return await there.clients["booking"].post(f"/g/{token}/{button}", data={"eta": "unknown"})


async def link_in_the_mail(there: Neighbourhood, business: Business, guest: str) -> str:
    """The token that notify wrote into the guest's mail."""
    address = business.guest(guest)["email"]
    mails = [one for one in await there.world.mailbox.all() if one.to == address and "/g/" in one.text]
    assert mails, f"{address} got a link"
    return mails[-1].text.partition("/g/")[2].split()[0]


async def test_the_link_in_a_mail_opens_its_own_booking_and_names_no_other(there: Neighbourhood) -> None:
    token = await link_in_the_mail(there, there.owner, "clara")
    page = await look(there, token)
    assert page.status_code == 200
    shown = await there.owner.doors["booking"].get(f"/v1/bookings/{there.owner.things['booking_id']}")
    assert shown["code"] in page.text
    for guest in ("Anna", "Boris", "Dora", "Emma", "Fritz", "Otto"):
        assert guest not in page.text
    for word in (there.twin.word, there.stranger.word):
        assert word not in page.text


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("booking", "{booking_id}"),
        ("booking", "{released_booking}"),
        ("offer", "{offered_entry}:{offer_id}"),
    ],
)
async def test_a_link_signed_for_another_tenant_opens_nothing(
    there: Neighbourhood, ring: KeyRing, purpose: str, subject: str
) -> None:
    subject = subject.format(**there.owner.things)
    assert (await look(there, ring.sign(purpose, subject, there.owner.tenant, IN_2040))).status_code == 200
    before = await there.records.of(there.owner.tenant)
    token = ring.sign(purpose, subject, there.stranger.tenant, IN_2040)
    assert (await look(there, token)).status_code == 404
    for button in A_BOOKING_S + AN_OFFER_S:
        assert (await press(there, token, button)).status_code == 404
    assert await there.records.of(there.owner.tenant) == before


async def test_a_link_to_one_kind_of_thing_does_not_open_another(there: Neighbourhood, ring: KeyRing) -> None:
    things, tenant = there.owner.things, there.owner.tenant
    before = await there.records.of(tenant)
    booking = ring.sign("booking", things["booking_id"], tenant, IN_2040)
    offer = ring.sign("offer", f"{things['offered_entry']}:{things['offer_id']}", tenant, IN_2040)
    for token, buttons in ((booking, AN_OFFER_S), (offer, A_BOOKING_S)):
        for button in buttons:
            assert (await press(there, token, button)).status_code == 404, button
    mixed = [
        ("offer", things["booking_id"]),
        ("offer", things["offered_entry"]),
        ("offer", f"{things['entry_id']}:{things['offer_id']}"),
        ("booking", things["offered_entry"]),
        ("booking", things["guest_id"]),
        ("guest", things["guest_id"]),
        ("venue", things["venue_id"]),
    ]
    for purpose, subject in mixed:
        token = ring.sign(purpose, subject, tenant, IN_2040)
        assert (await look(there, token)).status_code == 404, (purpose, subject)
        for button in A_BOOKING_S + AN_OFFER_S:
            assert (await press(there, token, button)).status_code == 404, (purpose, subject, button)
    assert await there.records.of(tenant) == before


async def test_a_link_in_which_anything_was_changed_opens_nothing(there: Neighbourhood, ring: KeyRing) -> None:
    things, tenant = there.owner.things, there.owner.tenant
    token = ring.sign("booking", things["booking_id"], tenant, IN_2040)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    forged = [
        raw.replace(things["booking_id"].encode(), things["released_booking"].encode()),
        raw.replace(tenant.encode(), there.twin.tenant.encode()),
        raw.replace(b"booking", b"offer\x00x", 1),
        *(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :] for place in range(len(raw))),
        *(raw[:length] for length in range(0, len(raw), 7)),
    ]
    before = await there.records.of(tenant)
    for one in forged:
        changed = base64.urlsafe_b64encode(one).rstrip(b"=").decode()
        assert (await look(there, changed or "-")).status_code == 404
    other_keys = KeyRing("k1:" + base64.b64encode(b"else" * 8).decode())
    foreign = other_keys.sign("booking", things["booking_id"], tenant, IN_2040)
    for button in A_BOOKING_S:
        assert (await press(there, foreign, button)).status_code == 404
    assert await there.records.of(tenant) == before


async def test_a_link_whose_time_is_over_opens_nothing(there: Neighbourhood, ring: KeyRing) -> None:
    things, tenant = there.owner.things, there.owner.tenant
    before = await there.records.of(tenant)
    over = await there.world.now() - timedelta(seconds=1)
    token = ring.sign("booking", things["booking_id"], tenant, over)
    page = await look(there, token)
    assert page.status_code == 410
    there.neighbours["another tenant"].assert_sees_nothing(page.text)
    for button in A_BOOKING_S:
        assert (await press(there, token, button)).status_code == 410
    assert await there.records.of(tenant) == before


async def test_a_link_is_no_token_and_a_token_no_link(there: Neighbourhood, ring: KeyRing) -> None:
    link = ring.sign("booking", there.owner.things["booking_id"], there.owner.tenant, IN_2040)
    for service, client in there.clients.items():
        answer = await client.get("/v1/events", headers={"Authorization": f"Bearer {link}"})
        assert answer.status_code == 401, service
    token = there.issuer.mint(there.owner.tenant)
    assert (await look(there, token)).status_code == 404
    page = await there.clients["booking"].get(f"/g/{link}", headers={"Authorization": f"Bearer {token}"})
    assert page.headers["Cache-Control"] == "no-store"
