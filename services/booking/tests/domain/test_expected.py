"""When a guest should be there, and how late the guest is."""

from datetime import UTC, datetime, timedelta

import pytest
from booking.domain.code import spoken_code
from booking.domain.errors import PeriodInvalid
from booking.domain.expected import expected_by, minutes_late
from booking.domain.ids import TenantId, VenueId
from booking.domain.period import Period
from booking.domain.venue import DEFAULTS, Card, Trade, Venue
from hypothesis import given
from hypothesis import strategies as st

NOON = datetime(2027, 2, 4, 11, 0, tzinfo=UTC)


def a_venue(trade: Trade) -> Venue:
    return Venue(
        id=VenueId("ven"),
        tenant=TenantId("tnt"),
        version=1,
        name="Lime & Thyme",
        trade=trade,
        time_zone="Europe/Berlin",
        currency="EUR",
        languages=("en",),
        opening_hours=None,
        settings=DEFAULTS[trade],
    )


def test_at_a_table_the_start_counts_and_for_nights_the_stated_arrival_or_the_hold_hour() -> None:
    hotel, restaurant = a_venue(Trade.HOTEL), a_venue(Trade.RESTAURANT)
    night = Period(NOON + timedelta(hours=3), NOON + timedelta(hours=22))
    assert expected_by(restaurant, night, stated=None, confirmed_at=NOON) == night.starts_at
    assert expected_by(hotel, night, stated=None, confirmed_at=NOON) == datetime(2027, 2, 4, 17, tzinfo=UTC)
    stated = NOON + timedelta(hours=11)
    assert expected_by(hotel, night, stated=stated, confirmed_at=NOON) == stated
    with pytest.raises(PeriodInvalid):
        expected_by(restaurant, night, stated=stated, confirmed_at=NOON)
    with pytest.raises(PeriodInvalid):
        expected_by(hotel, night, stated=night.ends_at, confirmed_at=NOON)


def test_nobody_is_expected_before_having_booked() -> None:
    night = Period(NOON + timedelta(hours=3), NOON + timedelta(hours=22))
    booked_late = NOON + timedelta(hours=10)
    assert expected_by(a_venue(Trade.HOTEL), night, stated=None, confirmed_at=booked_late) == booked_late


@given(st.integers(-10_000, 100_000))
def test_minutes_late_are_whole_rounded_down_and_never_negative(seconds: int) -> None:
    assert minutes_late(NOON, NOON + timedelta(seconds=seconds)) == max(0, seconds // 60)


@given(st.text(min_size=1, max_size=30), st.integers(0, 20))
def test_a_code_is_four_speakable_characters_and_another_attempt_gives_another(booking_id: str, attempt: int) -> None:
    code = spoken_code(booking_id, attempt)
    assert len(code) == 4
    assert not set(code) & set("BGIOSZ012580 ")


def test_an_older_card_never_replaces_a_newer_one() -> None:
    card = Card(version="v2", number=2, texts={})
    kept = a_venue(Trade.RESTAURANT).keep_card(card)
    assert kept.card == card
    assert kept.keep_card(Card(version="v1", number=1, texts={})).card == card
