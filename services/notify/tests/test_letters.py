"""What people read: every kind, both languages, every count."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from notify.adapters.letters import languages
from notify.adapters.letters.calendar import invitation, method_of
from notify.adapters.letters.context import context_of
from notify.adapters.letters.envelope import as_mail
from notify.adapters.letters.examples import COUNTS, DINNER, LINK, NOON, PARTY, STAY, TERMS, examples
from notify.adapters.letters.letter import Letter, write_letter
from notify.adapters.letters.templates import shipped_template
from notify.domain.facts import Facts, OfferFacts
from notify.domain.kinds import Kind
from notify.domain.language import LANGUAGES, Language, language_of
from notify.domain.safe_text import name_to_greet, without_addresses, writable_address

from .test_life_of_a_message import a_message

_EVERY = [(kind, language) for kind in Kind for language in LANGUAGES]


def letter(kind: Kind, facts: Facts, language: Language = "en", *, name: str = "Anna") -> Letter:
    words = context_of(
        kind, facts, language=language, guest_name=name, link=LINK, terms=TERMS, now=NOON - timedelta(minutes=51)
    )
    return write_letter(shipped_template(kind, language), words, language=language)


@pytest.mark.parametrize(("kind", "language"), _EVERY)
def test_every_kind_is_one_screen_with_a_fact_as_its_subject(kind: Kind, language: Language) -> None:
    for facts in examples(kind):
        written = letter(kind, facts, language)
        assert len(written.text.splitlines()) <= 30
        assert 15 < len(written.subject) <= 110
        assert not re.search(r"\{\{|\}\}|\{%|None|True|False", written.subject + written.text)
        assert "!" not in written.subject
        assert re.search(r"[а-я]", written.text) if language == "ru" else "Dear Anna" in written.text


@pytest.mark.parametrize(("kind", "language"), _EVERY)
def test_no_message_blames(kind: Kind, language: Language) -> None:
    blame = r"unfortunately|fault|failed|your delay|missed|опоздал|к сожалению|вина|не явил"
    for facts in examples(kind):
        assert not re.search(blame, letter(kind, facts, language).text, re.IGNORECASE)


@pytest.mark.parametrize("noun", languages.NOUNS)
def test_everything_counted_has_the_right_plural(noun: str) -> None:
    expected = {
        "guest": ["1 гость", "2 гостя", "5 гостей", "11 гостей", "21 гость", "111 гостей"],
        "night": ["1 ночь", "2 ночи", "5 ночей", "11 ночей", "21 ночь", "111 ночей"],
        "minute": ["1 минуту", "2 минуты", "5 минут", "11 минут", "21 минуту", "111 минут"],
    }
    assert [languages.count("ru", number, noun) for number in COUNTS] == expected[noun]
    english = [languages.count("en", number, noun) for number in COUNTS]
    assert english == [f"1 {noun}", *(f"{number} {noun}s" for number in COUNTS[1:])]


@pytest.mark.parametrize("number", COUNTS)
def test_counts_stand_in_the_letters(number: int) -> None:
    dinner = Facts(booking=replace(DINNER, party=number))
    stay = Facts(booking=replace(STAY, ends_at=STAY.starts_at + timedelta(days=number)))
    offer = OfferFacts(
        id="ofr_1",
        starts_at=NOON,
        ends_at=NOON,
        expires_at=NOON - timedelta(minutes=51) + timedelta(minutes=number, seconds=30),
    )
    assert languages.count("ru", number, "guest") in letter(Kind.CONFIRMED, dinner, "ru").text
    assert languages.count("ru", number, "night") in letter(Kind.CONFIRMED, stay, "ru").subject
    offered = letter(Kind.OFFERED, Facts(entry=PARTY, offer=offer), "ru").text
    assert f"через {languages.count('ru', number, 'minute')}" in offered


def test_times_are_the_venues() -> None:
    facts = Facts(booking=DINNER, until=NOON + timedelta(minutes=15))
    assert letter(Kind.HELD, facts).subject == "Your table is kept until 13:15"
    assert letter(Kind.HELD, facts, "ru").subject == "Столик за вами до 13:15"
    night = Facts(booking=STAY, until=STAY.expected_by + timedelta(hours=8))
    assert letter(Kind.HELD, night).subject == "Your room is kept until 02:00, 27 November"
    tokyo = Facts(booking=replace(DINNER, time_zone="Asia/Tokyo"), until=NOON + timedelta(minutes=15))
    assert letter(Kind.HELD, tokyo).subject == "Your table is kept until 21:15"


def test_a_hotel_speaks_of_rooms_and_nights() -> None:
    written = letter(Kind.CONFIRMED, Facts(booking=STAY))
    assert written.subject == "Your room is booked: 26 November – 28 November, 2 nights"
    assert "table" not in written.text.replace(TERMS, "")


def test_an_eta_beyond_the_rules_is_told_with_what_can_be_done() -> None:
    facts = Facts(
        booking=DINNER, until=NOON + timedelta(minutes=15), eta=NOON + timedelta(minutes=40), eta_beyond_rules=True
    )
    written = letter(Kind.HELD, facts)
    assert written.subject == "Your table is kept until 13:15, not until 13:40"
    assert "cancel" in written.text
    assert LINK in written.text


def test_released_says_what_why_and_what_now() -> None:
    text = letter(Kind.RELEASED, examples(Kind.RELEASED)[0]).text
    for part in ("kept until 13:15", "Why: Tables are kept", "14:00, 15:00", "waitlist", LINK):
        assert part in text


@pytest.mark.parametrize("kind", [Kind.CONFIRMED, Kind.CHANGED, Kind.CANCELLED])
def test_the_invitation_is_one_event_whose_sequence_grows(kind: Kind) -> None:
    method = method_of(kind)
    found = []
    for version in (1, 4):
        written = invitation(
            replace(DINNER, version=version, venue_name='Zum \r\nEnde:VEVENT; "A", B'),
            method=method,
            language="ru",
            link=LINK,
            organizer="hello@holdfast.example",
            attendee="anna@example.org",
            now=NOON,
        )
        calendar = Calendar.from_ical(written)
        assert calendar["METHOD"] == ("CANCEL" if kind is Kind.CANCELLED else "REQUEST")
        (event,) = calendar.walk("VEVENT")
        assert event["STATUS"] == ("CANCELLED" if kind is Kind.CANCELLED else "CONFIRMED")
        assert event.start == DINNER.starts_at
        assert max(len(line) for line in written.encode().split(b"\r\n")) <= 75
        found.append((str(event["UID"]), int(event["SEQUENCE"])))
    assert found == [(f"{DINNER.id}@holdfast", 1), (f"{DINNER.id}@holdfast", 4)]


HOSTILE = [
    "Anna\r\nBcc: all@example.org",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    "A\u202eevil\u2066",
    "http://evil.example/win",
    "You won! evil.example/prize",
    "x" * 5000,
    "Анна «Анечка»",
    '"quoted" <anna@evil.example>',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    written = letter(Kind.CONFIRMED, Facts(booking=replace(DINNER, venue_name=name[:80])), name=name)
    raw = as_mail(
        written,
        a_message(),
        mail_from="Holdfast <hello@holdfast.example>",
        to="anna@example.org",
        guest_name=name,
        venue_name=name,
    )
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == ["anna@example.org"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["hello@holdfast.example"]
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    assert html.count("<a ") == 1
    assert "49" not in mail["Subject"]
    assert "\u202e" not in written.text


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Anna", "Anna"),
        ("  Anna \n Maria ", "Anna Maria"),
        ("see www.evil.example", ""),
        ("a@b.example", ""),
        (None, ""),
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill"),
    ],
)
def test_a_name_that_is_an_advertisement_is_not_used(name: str | None, greeted: str) -> None:
    assert name_to_greet(name) == greeted


@pytest.mark.parametrize(
    ("address", "writable"),
    [
        ("anna@example.org", "anna@example.org"),
        ("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
        ("anna@example.org\r\nRCPT TO:<b@example.org>", None),
        ("anna@example.org, b@example.org", None),
        ("Anna <anna@example.org>", None),
        ("анна@example.org", None),
        ("anna", None),
        ("@example.org", None),
        ("a@" + "b" * 300 + ".org", None),
        (None, None),
    ],
)
def test_only_one_plain_address_is_written_to(address: str | None, writable: str | None) -> None:
    assert writable_address(address) == writable


def test_a_mail_servers_reply_is_kept_without_the_address() -> None:
    assert without_addresses("550 5.1.1 <anna@example.org>: unknown") == "550 5.1.1 <<address>>: unknown"


@pytest.mark.parametrize(
    ("tag", "language"), [("ru", "ru"), ("ru-RU", "ru"), ("RU_ru", "ru"), ("en-GB", "en"), ("de", "en"), ("", "en")]
)
def test_a_language_that_we_do_not_write_becomes_english(tag: str, language: str) -> None:
    assert language_of(tag) == language
