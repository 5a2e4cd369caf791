"""Who waits, and what an offer is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from booking.domain.errors import NothingOffered, OfferExpired, WrongState
from booking.domain.ids import BookingId, EntryId, GuestId, OfferId, ResourceId, TenantId, VenueId
from booking.domain.period import Period, without
from booking.domain.waitlist import (
    Entry,
    EntryFact,
    EntryState,
    Offer,
    accept,
    end,
    expiry,
    fitting_period,
    give_up_offer,
    leave,
    offer,
)
from hypothesis import given
from hypothesis import strategies as st

NOON = datetime(2027, 2, 4, 11, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def an_entry(*, earliest: int = 0, latest: int = 120, minutes: int = 45, can_come_in: int = 0) -> Entry:
    return Entry(
        id=EntryId("wle"),
        tenant=TenantId("tnt"),
        venue_id=VenueId("ven"),
        guest_id=GuestId("gst"),
        party=2,
        earliest=at(earliest),
        latest=at(latest),
        duration=timedelta(minutes=minutes),
        can_come_in=timedelta(minutes=can_come_in),
        language="en",
        joined_at=NOON,
        updated_at=NOON,
    )


def an_offer(*, start: int = 10, end: int = 55, expires: int = 10) -> Offer:
    period = Period(at(start), at(end))
    return Offer(
        id=OfferId("off"), period=period, expires_at=at(expires), resource_ids=(ResourceId("res"),), freed=period
    )


some_minutes = st.integers(0, 200)


@given(some_minutes, some_minutes, st.integers(1, 120), some_minutes, some_minutes, st.integers(1, 300), some_minutes)
def test_a_party_is_offered_only_what_it_can_use(
    earliest: int, spread: int, minutes: int, can_come_in: int, freed_from: int, freed_for: int, now: int
) -> None:
    entry = an_entry(earliest=earliest, latest=earliest + spread, minutes=minutes, can_come_in=can_come_in)
    freed = Period(at(freed_from), at(freed_from + freed_for))
    period = fitting_period(entry, freed, now=at(now), by_nights=False)
    soonest = max(at(now + can_come_in), entry.earliest, freed.starts_at)
    if soonest <= entry.latest and soonest + entry.duration <= freed.ends_at:
        assert period == Period(soonest, soonest + entry.duration)
    else:
        assert period is None


def test_a_stay_ends_when_it_would_have_ended() -> None:
    entry = an_entry(earliest=0, latest=600, minutes=1200, can_come_in=30)
    freed = Period(at(300), at(1200))
    assert fitting_period(entry, freed, now=at(300), by_nights=True) == Period(at(330), at(1200))
    assert fitting_period(entry, freed, now=at(300), by_nights=False) is None


@given(some_minutes, st.integers(1, 60), some_minutes, st.integers(1, 90))
def test_an_offer_never_outlives_its_sense(now: int, offer_for: int, latest: int, length: int) -> None:
    entry = an_entry(latest=latest)
    start = max(now, latest - 5)
    period = Period(at(start), at(start + length))
    expires_at = expiry(entry, period, offer_for=timedelta(minutes=offer_for), now=at(now))
    if expires_at is not None:
        assert at(now) < expires_at <= at(now + offer_for)
        assert expires_at <= max(entry.latest, period.starts_at)
        assert expires_at <= period.ends_at


def test_an_offer_is_valid_until_its_expiry_by_the_clock() -> None:
    offered = offer(an_entry(), an_offer(), now=NOON).entry
    taken = accept(offered, booking_id=BookingId("bkg"), now=at(9))
    assert (taken.entry.state, taken.entry.booking_id, taken.fact) == (EntryState.ACCEPTED, "bkg", EntryFact.ACCEPTED)
    with pytest.raises(OfferExpired):
        accept(offered, booking_id=BookingId("bkg"), now=at(10))


def test_an_entry_goes_only_where_its_life_leads() -> None:
    waiting = an_entry()
    offered = offer(waiting, an_offer(), now=NOON).entry
    with pytest.raises(WrongState):
        offer(offered, an_offer(), now=NOON)
    with pytest.raises(NothingOffered):
        accept(waiting, booking_id=BookingId("bkg"), now=NOON)
    declined = give_up_offer(offered, EntryFact.DECLINED, now=at(1)).entry
    assert (declined.state, declined.offer) == (EntryState.WAITING, None)
    left = leave(offered, now=at(1))
    assert (left.entry.state, left.offer) == (EntryState.LEFT, an_offer())
    assert leave(left.entry, now=at(2)).fact is None
    assert end(waiting, now=at(119)).fact is None
    assert end(waiting, now=at(120)).entry.state is EntryState.ENDED
    assert end(offered, now=at(130)).fact is None, "an open offer is let run out first"


@given(some_minutes, st.integers(1, 100), some_minutes, st.integers(1, 100))
def test_what_is_left_of_a_period_and_the_part_make_the_whole(a: int, b: int, c: int, d: int) -> None:
    whole, part = Period(at(a), at(a + b)), Period(at(c), at(c + d))
    left = without(whole, part)
    inside = set(range(a, a + b))
    taken = set(range(c, c + d))
    assert {m for one in left for m in range(401) if one.starts_at <= at(m) < one.ends_at} == inside - taken
