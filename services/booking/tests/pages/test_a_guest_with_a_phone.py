"""The guest's page in a real browser at phone width, served over real HTTP, with script switched off."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from a_phone import Phone, Phones, served
from booking.domain.booking import State
from booking.domain.waitlist import EntryState
from fastapi import FastAPI
from guests_and_places import House, minutes


@pytest.fixture(scope="module")
def phones() -> Iterator[Phones]:
    made = Phones()
    yield made
    made.close()


@pytest.fixture
async def guest(booking_app: FastAPI, phones: Phones, tmp_path: Path) -> AsyncIterator[Phone]:
    async with served(booking_app) as url:
        made = await phones.take(url, tmp_path)
        yield made
        await made.put_away()
        assert made.asked <= {url, "data:,"}


async def test_saying_late_with_an_eta(guest: Phone, house: House) -> None:
    booking = await house.book()
    await guest.open(house.path_of(booking))
    await guest.reads("Your table is booked")
    await guest.look("confirmed")
    await guest.press("13:10")
    await guest.reads("Thank you for telling us")
    await house.decide_hold(booking, until=booking.expected_by + minutes(20))
    await guest.reads("Your table is kept until 13:20")
    await guest.look("late")


async def test_saying_another_time(guest: Phone, house: House) -> None:
    booking = await house.book()
    await guest.open(house.path_of(booking))
    await guest.fill("Another time", "13:25")
    await guest.press("Tell us")
    await guest.reads("Thank you for telling us")
    known = await house.booking(booking)
    assert known.late is not None
    assert known.late.eta == booking.expected_by + minutes(25)


async def test_cancelling_takes_two_steps(guest: Phone, house: House) -> None:
    booking = await house.book()
    await guest.open(house.path_of(booking))
    await guest.press("Cancel the booking")
    await guest.reads("Cancel this booking?")
    await guest.press("No, keep my booking")
    await guest.reads("Your table is booked")
    await guest.press("Cancel the booking")
    await guest.look("cancel")
    await guest.press("Yes, cancel it")
    await guest.reads("Your booking is cancelled")
    assert (await house.booking(booking)).state is State.CANCELLED
    await guest.look("cancelled")


async def test_coming_after_the_release_and_taking_the_booking_back(guest: Phone, house: House) -> None:
    booking = await house.released(language="ru")
    await guest.open(house.path_of(booking))
    await guest.reads("Ваша бронь снята")
    await guest.look("released")
    await guest.press("Я на месте: верните мою бронь")
    await guest.reads("Добро пожаловать!")
    assert (await house.booking(booking)).state is State.ARRIVED
    await guest.look("arrived")


async def test_coming_back_while_the_table_is_offered(guest: Phone, house: House) -> None:
    booking = await house.released()
    await house.offer(party=3)
    await guest.open(house.path_of(booking))
    await guest.press("I am here: take my booking back")
    await guest.is_told("Another party is being asked about the table")
    await guest.look("refused")


async def test_accepting_an_offer(guest: Phone, house: House) -> None:
    entry = await house.offer(language="ru")
    await guest.open(house.path_of_offer(entry))
    await guest.reads("Для вас есть столик")
    await guest.look("offer")
    await guest.press("Да, принимаю")
    await guest.reads("Столик за вами")
    assert (await house.entry(entry)).state is EntryState.ACCEPTED


async def test_declining_an_offer(guest: Phone, house: House) -> None:
    entry = await house.offer()
    await guest.open(house.path_of_offer(entry))
    await guest.press("No, thank you")
    await guest.reads("Thank you for telling us")
    assert (await house.entry(entry)).state is EntryState.WAITING
    await guest.look("declined")


async def test_every_page_can_be_read_in_the_dark_and_by_keyboard(guest: Phone, house: House) -> None:
    booking = await house.book(language="ru")
    path = house.path_of(booking)
    await guest.go_dark()
    await guest.open(path)
    await guest.look("confirmed-dark")
    assert await guest.faults_of_keyboard() == []
    await house.late(booking, eta_in=minutes(60))
    await house.decide_hold(booking, until=booking.expected_by + minutes(20))
    await guest.open(path)
    await guest.look("late-dark")
    await guest.open(f"{path}/cancel")
    await guest.look("cancel-dark")
    await house.advance(minutes(41))
    await house.release(booking)
    await guest.open(path)
    await guest.look("released-dark")
    await house.offer(party=3)
    await guest.press("Я на месте: верните мою бронь")
    await guest.look("refused-dark")


async def test_the_narrowest_phone_shows_everything(guest: Phone, house: House) -> None:
    await guest.shrink(320, 568)
    booking = await house.book(language="ru", party=4)
    await house.late(booking, eta_in=minutes(60))
    await house.decide_hold(booking, until=booking.expected_by + minutes(20))
    await guest.open(house.path_of(booking))
    await guest.look("narrow")


async def test_the_audit_finds_what_is_wrong(guest: Phone) -> None:
    await guest.show(
        "<h3>x</h3><input name=a><button style='height:9px'></button><p style='color:#999'>pale</p>"
        "<div style='width:900px'>wide</div><p style='font-size:9px'>small</p><i id=a></i><i id=a></i>"
        "<style>*{outline:none!important}</style>"
    )
    found = " ".join([*await guest.faults(), *await guest.faults_of_keyboard()])
    for fault in ("language", "title", "main", "h1", "zoomed", "wider", "twice", "skips", "label", "says nothing"):
        assert fault in found
    for fault in ("hard to touch", "contrast", "small", "the focus cannot be seen"):
        assert fault in found
