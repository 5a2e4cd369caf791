"""What a guest sees of a booking, and what the buttons do."""

from datetime import timedelta

import pytest
from booking.domain.booking import Question, State
from booking.domain.venue import Trade
from guests_and_places import TENANT, House, minutes

LATE = {"eta": "2027-02-04T12:10:00+00:00"}


async def test_a_confirmed_booking_shows_when_where_and_the_code(house: House) -> None:
    booking = await house.book()
    page = await house.browser.get(house.path_of(booking))
    assert page.status_code == 200
    assert "Your table is booked" in page.text
    assert "Thursday 4 February, 13:00–14:30" in page.text
    assert "2\u00a0guests" in page.text
    assert "Lime &amp; Thyme" in page.text
    assert booking.code in page.text
    assert "<li>Less than 15 minutes late: we keep your table.</li>" in page.text
    assert "13:05</strong> <span>5\u00a0minutes late" in page.text


async def test_the_page_speaks_russian_to_a_russian_guest(house: House) -> None:
    booking = await house.book(language="ru-RU", party=1)
    page = await house.browser.get(house.path_of(booking))
    assert page.headers["content-language"] == "ru"
    assert '<html lang="ru">' in page.text
    assert "Столик за вами" in page.text
    assert "четверг, 4 февраля, 13:00–14:30" in page.text
    assert "1\u00a0гость" in page.text
    assert "<span>+5\u00a0минут" in page.text


async def test_a_language_that_we_do_not_write_is_english(house: House) -> None:
    booking = await house.book(language="fi")
    page = await house.browser.get(house.path_of(booking))
    assert page.headers["content-language"] == "en"


async def test_a_get_changes_nothing(house: House) -> None:
    booking = await house.released()
    before = await house.booking(booking)
    path = house.path_of(booking)
    for address in (path, f"{path}/cancel"):
        assert (await house.browser.get(address)).status_code == 200
    for action in ("late", "reopen", "accept", "decline"):
        assert (await house.browser.get(f"{path}/{action}")).status_code == 405
    assert await house.booking(booking) == before


async def test_telling_late_with_an_eta_leads_back_to_the_page(house: House) -> None:
    booking = await house.book()
    path = house.path_of(booking)
    answer = await house.browser.post(f"{path}/late", data=LATE)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    known = await house.booking(booking)
    assert known.late is not None
    assert known.late.declared_by == "guest"
    assert known.late.eta == booking.expected_by + minutes(10)


async def test_until_the_rules_have_spoken_the_page_looks_again_by_itself(house: House) -> None:
    booking = await house.book()
    path = house.path_of(booking)
    await house.browser.post(f"{path}/late", data=LATE)
    page = await house.browser.get(path)
    assert "Thank you for telling us" in page.text
    assert page.headers["refresh"] == f"3;url={path}"


async def test_a_held_booking_shows_until_when_and_why(house: House) -> None:
    booking = await house.book()
    await house.late(booking, eta_in=minutes(30))
    await house.decide_hold(booking, until=booking.expected_by + minutes(20))
    page = await house.browser.get(house.path_of(booking))
    assert "Your table is kept until 13:20" in page.text
    assert "because you told us that you were on the way." in page.text
    assert "about 13:10" in page.text
    assert "It is enough if one of you is here by then" in page.text
    assert "refresh" not in page.headers


@pytest.mark.parametrize(
    ("eta_in", "told"),
    [
        (None, "We expected you at 13:00. There is no need to hurry unsafely"),
        (minutes(30), "Thank you for telling us. We expect you at 13:10."),
        (minutes(60), "You expect to come at 13:40; the rules let us keep your table until 13:20."),
    ],
)
async def test_a_hold_without_words_is_told_all_the_same(house: House, eta_in: timedelta | None, told: str) -> None:
    booking = await house.book()
    await house.late(booking, eta_in=eta_in)
    await house.decide_hold(booking, until=booking.expected_by + minutes(20), texts={})
    page = await house.browser.get(house.path_of(booking))
    assert told in page.text


async def test_while_nobody_decides_the_page_looks_again_less_often(house: House) -> None:
    booking = await house.book()
    await house.late(booking)
    await house.advance(minutes(5))
    page = await house.browser.get(house.path_of(booking))
    assert page.headers["refresh"].startswith("30;")


async def test_a_place_after_its_promised_time_is_told_so_until_it_is_decided(house: House) -> None:
    booking = await house.book()
    await house.late(booking)
    await house.decide_hold(booking, until=booking.expected_by + minutes(20))
    await house.advance(minutes(41))
    page = await house.browser.get(house.path_of(booking))
    assert "We kept your table until 13:20" in page.text
    assert "refresh" in page.headers


async def test_a_question_to_staff_says_that_the_place_is_kept(house: House) -> None:
    booking = await house.book()
    booking = await house.late(booking)
    question = Question(
        decision_id="dec_9",
        reason="policy_was_away",
        detail="",
        asked_at=await house.now(),
        keep_until=booking.period.ends_at,
    )
    await house.change(booking, question=question)
    page = await house.browser.get(house.path_of(booking))
    assert "A person at Lime &amp; Thyme is deciding" in page.text
    assert "kept until they answer" in page.text


@pytest.mark.parametrize(
    ("at", "eta"), [("13:25", minutes(25)), ("00:15", timedelta(hours=11, minutes=15)), ("13:05:00", minutes(5))]
)
async def test_another_time_is_a_time_on_the_venues_wall(house: House, at: str, eta: timedelta) -> None:
    booking = await house.book()
    answer = await house.browser.post(f"{house.path_of(booking)}/late", data={"at": at})
    assert answer.status_code == 303
    known = await house.booking(booking)
    assert known.late is not None
    assert known.late.eta == booking.expected_by + eta


async def test_a_guest_may_be_late_without_knowing_how_much(house: House) -> None:
    booking = await house.book()
    await house.browser.post(f"{house.path_of(booking)}/late", data={"eta": "unknown"})
    known = await house.booking(booking)
    assert known.late is not None
    assert known.late.eta is None


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"at": "soon"}, "Please choose a time, such as 19:15."),
        ({"eta": "2027-02-04T13:10"}, "Please choose a time, such as 19:15."),
        ({}, "Please choose a time, such as 19:15."),
        ({"at": "12:50"}, "At that time you would not be late"),
        ({"at": "12:10"}, "That time has passed already."),
    ],
)
async def test_a_time_that_cannot_be_is_refused_kindly(house: House, sent: dict[str, str], told: str) -> None:
    booking = await house.book()
    answer = await house.browser.post(f"{house.path_of(booking)}/late", data=sent)
    assert 400 <= answer.status_code < 500
    assert told in answer.text
    assert '<div class="refused" role="alert">' in answer.text
    assert "Your table is booked" in answer.text
    assert await house.booking(booking) == booking


async def test_after_arriving_there_is_nothing_to_tell(house: House) -> None:
    booking = await house.book(party=4)
    await house.change(booking, state=State.ARRIVED, arrived_party=1, arrived_at=await house.now())
    path = house.path_of(booking)
    page = await house.browser.get(path)
    assert "Welcome!" in page.text
    assert "Here so far: 1 of 4" in page.text
    assert "<form" not in page.text
    answer = await house.browser.post(f"{path}/late", data=LATE)
    assert answer.status_code == 409
    assert "You are here already" in answer.text


async def test_cancelling_asks_first_and_then_frees_the_table(house: House) -> None:
    booking = await house.book()
    path = house.path_of(booking)
    question = await house.browser.get(f"{path}/cancel")
    assert "Cancel this booking?" in question.text
    assert (await house.booking(booking)).state is State.CONFIRMED
    answer = await house.browser.post(f"{path}/cancel")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = await house.browser.get(path)
    assert "Your booking is cancelled" in page.text
    assert "<form" not in page.text
    assert (await house.book()).state is State.CONFIRMED


async def test_cancelling_twice_changes_nothing(house: House) -> None:
    booking = await house.book()
    path = house.path_of(booking)
    for _ in range(2):
        assert (await house.browser.post(f"{path}/cancel")).status_code == 303
    assert (await house.booking(booking)).version == booking.version + 1


async def test_a_released_booking_says_why_and_can_be_taken_back(house: House) -> None:
    booking = await house.released()
    path = house.path_of(booking)
    page = await house.browser.get(path)
    assert "Your table has been given back" in page.text
    assert "You had not arrived by then, so it went to the next guests." in page.text
    assert "Are you here after all?" in page.text
    answer = await house.browser.post(f"{path}/reopen")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert (await house.booking(booking)).state is State.ARRIVED
    assert "Welcome!" in (await house.browser.get(path)).text


async def test_reopening_while_the_table_is_offered_is_refused_kindly(house: House) -> None:
    booking = await house.released()
    await house.offer(party=3)
    answer = await house.browser.post(f"{house.path_of(booking)}/reopen")
    assert answer.status_code == 409
    assert "Another party is being asked about the table" in answer.text
    assert (await house.booking(booking)).state is State.RELEASED


async def test_reopening_when_all_is_taken_tells_the_next_free_time(house: House) -> None:
    booking = await house.released()
    await house.book(starts_in=timedelta(0))
    answer = await house.browser.post(f"{house.path_of(booking)}/reopen")
    assert answer.status_code == 409
    assert "No fitting table is free at this moment." in answer.text


async def test_a_booking_whose_time_is_over_offers_no_way_back(house: House) -> None:
    booking = await house.released()
    await house.advance(minutes(120))
    page = await house.browser.get(house.path_of(booking))
    assert "The time of your booking is over." in page.text
    assert "<form" not in page.text


async def test_a_hotel_guest_reads_of_nights_and_hours(house: House) -> None:
    booking = await house.book(trade=Trade.HOTEL, language="ru")
    page = await house.browser.get(house.path_of(booking))
    assert "Номер за вами" in page.text
    assert "4 февраля – 6 февраля, 2\u00a0ночи" in page.text
    assert "Приезжайте, пожалуйста, до 18:00" in page.text
    assert "20:00</strong> <span>+2\u00a0часа" in page.text


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_state_has_a_page(house: House, state: State, language: str) -> None:
    booking = await house.released(language=language)
    if state is not State.RELEASED:
        await house.change(booking, state=state)
    page = await house.browser.get(house.path_of(booking))
    assert page.status_code == 200
    assert "<h1>" in page.text
    assert "{" not in page.text.partition("</style>")[2]
    assert TENANT not in page.text
