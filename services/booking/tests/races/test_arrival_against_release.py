"""The guest arrives as the window closes: exactly one outcome, and one fact of it."""

import asyncio
from collections import Counter
from datetime import timedelta

from booking.adapters.work import Work
from booking.commands.arrive_booking import ArriveBooking, arrive_booking
from booking.commands.release_booking import ReleaseBooking, release_booking
from booking.domain.booking import Booking, ReleaseDecision
from booking.domain.errors import WrongState
from booking.domain.ids import BookingId, TenantId
from the_lime import TENANT, House, at

RACES = 1000
VENUES = 50
AT_ONCE = 8
COPIED = {
    "venue": {"id": "'ven_race_' || n"},
    "resource": {"id": "'res_race_' || n", "venue_id": f"'ven_race_' || (1 + n % {VENUES})"},
    "booking": {
        "id": "'bkg_race_' || n",
        "code": "'R' || n",
        "resource_ids": "ARRAY['res_race_' || n]",
        "venue_id": f"'ven_race_' || (1 + n % {VENUES})",
    },
    "allocation": {
        "id": "'alc_race_' || n",
        "resource_id": "'res_race_' || n",
        "holder_id": "'bkg_race_' || n",
    },
}


async def test_of_an_arrival_and_a_release_exactly_one_happens_and_is_told(house: House) -> None:
    await house.open_restaurant(2)
    ids = await _late_bookings(house)
    gate = asyncio.Semaphore(AT_ONCE)

    async def race(number: int, booking_id: BookingId) -> str:
        async with gate:
            return await _race(house, booking_id, head_start=number % 8)

    outcomes = Counter(await asyncio.gather(*(race(number, one) for number, one in enumerate(ids))))
    assert sum(outcomes.values()) == RACES
    assert set(outcomes) == {"arrived", "released"}, outcomes
    rows = await house.sql(
        """
        SELECT b.state, array_agg(o.type ORDER BY o.position) AS types, count(DISTINCT a.id) AS live
        FROM booking b
        JOIN outbox o ON o.subject = b.id AND o.type NOT IN ('booking.confirmed.v1', 'booking.late_declared.v1')
        LEFT JOIN allocation a ON a.holder_id = b.id AND a.live
        GROUP BY b.id, b.state
        """
    )
    stories = Counter((row.state, tuple(row.types), row.live) for row in rows)
    assert set(stories) == {
        ("arrived", ("booking.arrived.v1", "booking.release_refused.v1"), 1),
        ("released", ("booking.released.v1",), 0),
    }
    assert sum(stories.values()) == RACES


async def _late_bookings(house: House) -> list[BookingId]:
    """Made in SQL from one real booking: what is raced is the transition, not the booking."""
    model = await house.book(start=0, minutes=240)
    await house.go_to(6)
    await house.set_clock(at(16))
    for table, own in COPIED.items():
        columns = await house.sql(
            "SELECT column_name AS name FROM information_schema.columns WHERE table_name = :table", table=table
        )
        names = [f'"{column.name}"' for column in columns if column.name not in own]
        await house.sql(
            f"""
            INSERT INTO {table} ({", ".join([*names, *own])})
            SELECT {", ".join([*names, *own.values()])}
            FROM {table}, generate_series(1, {RACES}) n
            WHERE {"n <= " + str(VENUES) if table == "venue" else "true"}
            """
        )
    await house.do(model, "arrive")
    await house.sql("DELETE FROM outbox WHERE subject = :model", model=model["id"])
    return [BookingId(f"bkg_race_{number}") for number in range(1, RACES + 1)]


async def _race(house: House, booking_id: BookingId, *, head_start: int) -> str:
    """`head_start`: how many statements of the release may run before the arrival begins."""
    tenant = TenantId(TENANT)

    async def arrive(work: Work) -> Booking:
        for _ in range(head_start):
            await work.bookings.get(tenant, booking_id)
        return await arrive_booking(ArriveBooking(tenant=tenant, booking_id=booking_id), work)

    async def release(work: Work) -> Booking:
        known = await work.bookings.get(tenant, booking_id)
        decision = ReleaseDecision(
            decision_id="dec_1",
            decided_at=work.now,
            booking_version=2,
            starts_at=known.period.starts_at,
            party=known.party,
            until=work.now - timedelta(seconds=1),
            explanation={},
        )
        return await release_booking(ReleaseBooking(tenant=tenant, booking_id=booking_id, decision=decision), work)

    done = await asyncio.gather(house.doing(arrive), house.doing(release), return_exceptions=True)
    failures = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, WrongState) for one in failures), failures
    seen = await house.doing(lambda work: work.bookings.get(tenant, booking_id))
    assert len(failures) == (1 if seen.state.value == "released" else 0)
    return seen.state.value
