"""What a waiting party sees of an offer, and what its answer does."""

from booking.domain.waitlist import EntryState
from guests_and_places import House, minutes


async def test_an_offer_shows_what_and_until_when(house: House) -> None:
    entry = await house.offer()
    page = await house.browser.get(house.path_of_offer(entry))
    assert page.status_code == 200
    assert "A table is free for you" in page.text
    assert "Thursday 4 February, 12:40–13:40" in page.text
    assert "until 12:50" in page.text
    assert "Yes, please" in page.text
    assert "No, thank you" in page.text


async def test_minutes_left_are_counted_in_russian(house: House) -> None:
    entry = await house.offer(language="ru")
    await house.advance(minutes(8.5))
    assert "ещё 1\u00a0минуту" in (await house.browser.get(house.path_of_offer(entry))).text


async def test_accepting_leads_to_the_page_of_the_new_booking(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    answer = await house.browser.post(f"{path}/accept")
    assert answer.status_code == 303
    accepted = await house.entry(entry)
    assert accepted.state is EntryState.ACCEPTED
    page = await house.browser.get(answer.headers["location"])
    assert "Your table is booked" in page.text
    assert "Thursday 4 February, 12:40–13:40" in page.text
    again = await house.browser.get(path)
    assert "The table is yours" in again.text
    assert answer.headers["location"] in again.text


async def test_accepting_twice_makes_one_booking(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    first = await house.browser.post(f"{path}/accept")
    second = await house.browser.post(f"{path}/accept")
    assert (second.status_code, second.headers["location"]) == (303, first.headers["location"])


async def test_accepting_too_late_says_that_the_party_waits_on(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    await house.advance(minutes(10.1))
    for answer in (await house.browser.get(path), await house.browser.post(f"{path}/accept")):
        assert answer.status_code == 410
        assert "This offer has expired" in answer.text
        assert "you keep your place in the line" in answer.text
    assert (await house.entry(entry)).state is EntryState.OFFERED


async def test_declining_keeps_the_place_in_the_line(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    for _ in range(2):
        answer = await house.browser.post(f"{path}/decline")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = await house.browser.get(path)
    assert "Thank you for telling us" in page.text
    assert "You keep your place in the line" in page.text
    assert "<form" not in page.text
    assert (await house.entry(entry)).state is EntryState.WAITING


async def test_a_declined_offer_cannot_be_accepted_any_more(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    await house.browser.post(f"{path}/decline")
    answer = await house.browser.post(f"{path}/accept")
    assert answer.status_code in (409, 410)
    assert "This offer is no longer open." in answer.text


async def test_a_get_changes_nothing(house: House) -> None:
    entry = await house.offer()
    path = house.path_of_offer(entry)
    await house.browser.get(path)
    for action in ("accept", "decline"):
        assert (await house.browser.get(f"{path}/{action}")).status_code == 405
    assert await house.entry(entry) == entry
