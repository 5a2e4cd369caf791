"""What the database itself refuses, whoever asks it."""

import pytest
from sqlalchemy.exc import IntegrityError
from the_lime import House, at

_TAKE = """
    INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)
    VALUES ('tnt_lime', 'alc_by_hand', :resource, 'booking', 'bkg_by_hand', tstzrange(:start, :end, '[)'), true)
"""


async def test_sql_that_bypasses_the_service_cannot_take_a_taken_place(house: House) -> None:
    (table,) = await house.open_restaurant(2)
    await house.book(start=60, minutes=60)
    with pytest.raises(IntegrityError, match="allocation_no_overlap"):
        await house.sql(_TAKE, resource=table, start=at(119), end=at(130))
    with pytest.raises(IntegrityError, match="allocation_no_overlap"):
        await house.sql(_TAKE, resource=table, start=at(0), end=at(61))
    await house.sql(_TAKE, resource=table, start=at(120), end=at(130))


AGAINST_THE_RULES = {
    "UPDATE booking SET party = -3": "booking_party",
    "UPDATE booking SET state = 'lost'": "booking_state",
    "UPDATE booking SET ends_at = starts_at": "booking_period",
    "UPDATE booking SET state = 'released'": "booking_release",
    "UPDATE booking SET version = 0": "booking_versions",
    "UPDATE resource SET capacity_min = 3": "resource_capacity",
    "UPDATE venue SET trade = 'casino'": "venue_trade",
    "UPDATE guest SET erased_at = now()": "guest_erased_wholly",
    "UPDATE waitlist_entry SET state = 'waiting'": "entry_offer",
    "UPDATE waitlist_entry SET state = 'accepted', offer_id = NULL": "entry_booking",
    "UPDATE allocation SET during = 'empty'": "allocation_during",
}


async def test_rows_against_the_rules_are_refused(house: House) -> None:
    await house.open_restaurant(2)
    await house.book(start=60)
    await house.join(earliest=240, latest=300)
    for statement, constraint in AGAINST_THE_RULES.items():
        with pytest.raises(IntegrityError, match=constraint):
            await house.sql(statement)
