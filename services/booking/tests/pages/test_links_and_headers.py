"""Who may see a page, and what a browser may do with it."""

import re
from datetime import timedelta

import pytest
from booking.domain.booking import Terms
from guests_and_places import TENANT, House, minutes
from messaging.database import Database
from web.signed_links import KeyRing


async def test_a_changed_link_is_no_link(house: House) -> None:
    path = house.path_of(await house.book())
    other = path[:-1] + ("A" if path[-1] != "A" else "B")
    answer = await house.browser.get(other, headers={"Accept-Language": "de, ru;q=0.8, en;q=0.5"})
    assert answer.status_code == 404
    assert "Ссылка не работает" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_link_signed_by_somebody_else_is_no_link(house: House) -> None:
    booking = await house.book()
    foreign = KeyRing("test:" + "A" * 44).sign("booking", booking.id, TENANT, booking.period.ends_at)
    assert (await house.browser.get(f"/g/{foreign}")).status_code == 404


async def test_an_expired_link_says_so(house: House) -> None:
    booking = await house.book()
    await house.advance(timedelta(days=4))
    answer = await house.browser.get(house.path_of(booking))
    assert answer.status_code == 410
    assert "This link has expired" in answer.text
    assert booking.code not in answer.text


async def test_a_link_of_another_tenant_opens_nothing(house: House) -> None:
    booking = await house.book()
    token = house.ring.sign("booking", booking.id, "tnt_other", booking.period.ends_at)
    for answer in (await house.browser.get(f"/g/{token}"), await house.browser.post(f"/g/{token}/cancel")):
        assert answer.status_code == 404
    assert await house.booking(booking) == booking


async def test_an_offers_link_cannot_act_on_a_booking_nor_the_other_way_round(house: House) -> None:
    booking = await house.book(starts_in=minutes(90))
    entry = await house.offer()
    for action in ("late", "cancel", "reopen"):
        assert (await house.browser.post(f"{house.path_of_offer(entry)}/{action}")).status_code == 404
    for action in ("accept", "decline"):
        assert (await house.browser.post(f"{house.path_of(booking)}/{action}")).status_code == 404
    assert await house.booking(booking) == booking
    assert await house.entry(entry) == entry


@pytest.mark.parametrize("purpose", ["booking", "offer", "something"])
async def test_a_genuine_link_to_nothing_is_a_page_too(house: House, purpose: str) -> None:
    token = house.ring.sign(purpose, "bkg_unknown", TENANT, await house.now() + minutes(5))
    answer = await house.browser.get(f"/g/{token}")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text


async def test_the_page_asks_nobody_else_and_may_not_be_framed_kept_or_referred_to(house: House) -> None:
    answer = await house.browser.get(house.path_of(await house.book()))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "<script" not in answer.text
    assert not re.search(r"https?://|//[a-z]|@import|url\(", answer.text)


async def test_what_people_wrote_is_shown_as_text(house: House) -> None:
    booking = await house.book()
    booking = await house.change(booking, terms=Terms(version="2", texts={"en": "<script>alert(1)</script>"}))
    answer = await house.browser.get(house.path_of(booking))
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_a_database_that_is_away_is_told_as_a_page(house: House, database: Database) -> None:
    path = house.path_of(await house.book())
    database.engine = (away := Database("postgresql://nobody@127.0.0.1:1/none", source="booking")).engine
    answer = await house.browser.get(path)
    await away.close()
    assert answer.status_code == 503
    assert "One moment, please" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
