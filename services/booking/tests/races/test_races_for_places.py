"""Many want one place at once: exactly one gets it, nobody hangs, nobody gets an error of ours."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from booking.adapters.allocations import Holder
from booking.adapters.work import Work
from booking.domain.ids import ResourceId, TenantId
from booking.domain.period import Period
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from the_lime import TENANT, House, at

RIVALS = 50


async def answers(house: House, bodies: list[dict[str, object]]) -> Counter[int]:
    """The statuses of requests that all start together."""
    start = asyncio.Event()

    async def ask(body: dict[str, object]) -> int:
        await start.wait()
        return (await house.client.post("/v1/bookings", json=body)).status_code

    asking = [asyncio.create_task(ask(body)) for body in bodies]
    start.set()
    return Counter(await asyncio.gather(*asking))


def rivals(house: House, **more: Any) -> list[dict[str, object]]:
    return [
        house.booking_body(guest={"name": f"Guest {number}", "email": f"g{number}@example.com"}, **more)
        for number in range(RIVALS)
    ]


async def overlaps(house: House) -> int:
    (row,) = await house.sql(
        """
        SELECT count(*) AS found FROM allocation a JOIN allocation b
          ON a.tenant_id = b.tenant_id AND a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during
        WHERE a.live AND b.live
        """
    )
    return int(row.found)


async def test_fifty_requests_for_the_last_table_get_one_yes_and_forty_nine_clean_refusals(house: House) -> None:
    await house.open_restaurant(2)
    assert await answers(house, rivals(house)) == {201: 1, 409: RIVALS - 1}
    assert len(await house.told("booking.confirmed.v1")) == 1


async def test_as_many_get_a_table_as_there_are_tables(house: House) -> None:
    await house.open_restaurant(2, 2, 4, 4, 6)
    assert await answers(house, rivals(house)) == {201: 5, 409: RIVALS - 5}
    assert await overlaps(house) == 0


async def test_joined_and_single_tables_are_taken_without_deadlock_and_whole_or_not_at_all(house: House) -> None:
    tables = await house.open_restaurant(4, 4, 4)
    await house.ask("PATCH", f"/v1/resources/{tables[0]}", {"joins": tables[1:]}, etag='"1"')
    await house.ask("PATCH", f"/v1/resources/{tables[1]}", {"joins": tables[::2]}, etag='"2"')
    bodies = rivals(house, party=8)[:20] + rivals(house, party=3)[20:40]
    found = await answers(house, bodies)
    assert found.keys() <= {201, 409}
    assert await overlaps(house) == 0
    (row,) = await house.sql(
        """
        SELECT count(*) AS broken FROM booking b WHERE cardinality(resource_ids) <>
            (SELECT count(*) FROM allocation a WHERE a.holder_id = b.id AND a.live)
        """
    )
    assert row.broken == 0
    (left,) = await house.sql("SELECT count(*) AS live FROM allocation WHERE live")
    assert left.live == 3, "no table stays empty while somebody asks for it"


class Regretted(Exception):
    """The winner thinks better of it, just before the commit."""


async def test_when_the_winner_rolls_back_another_one_gets_the_place(house: House) -> None:
    (table,) = await house.open_restaurant(2)
    taken = Counter(await asyncio.gather(*(taking(house, table, n, regrets=n % 2 == 0) for n in range(20))))
    assert taken["took"] == 1
    assert taken["took"] + taken["refused"] + taken["regretted"] == 20
    assert taken["regretted"] >= 1
    assert await overlaps(house) == 0


async def taking(house: House, table: str, number: int, *, regrets: bool) -> str:
    period = Period(at(60), at(150))
    try:
        async with house.service.database.transaction() as transaction:
            work = Work(transaction)
            place = await work.resources.named(TenantId(TENANT), [ResourceId(table)])
            took = await work.allocations.take(TenantId(TENANT), place, period, Holder("booking", f"bkg_{number}"))
            await asyncio.sleep(0)
            if took and regrets:
                raise Regretted
    except Regretted:
        return "regretted"
    return "took" if took else "refused"


async def test_the_twin_without_the_wall_overbooks_so_the_tests_above_can_fail(house: House) -> None:
    (table,) = await house.open_restaurant(2)
    await house.sql("ALTER TABLE allocation DROP CONSTRAINT allocation_no_overlap")
    period, tenant = Period(at(60), at(150)), TenantId(TENANT)
    async with house.service.database.transaction() as one, house.service.database.transaction() as other:
        for number, transaction in enumerate((one, other)):
            work = Work(transaction)
            place = await work.resources.named(tenant, [ResourceId(table)])
            assert await work.allocations.take(tenant, place, period, Holder("booking", f"bkg_{number}"))
    assert await overlaps(house) == 1


async def test_the_twin_with_a_plain_insert_deadlocks_or_errs_where_ours_refuses(house: House) -> None:
    """ON CONFLICT is what keeps the loser's transaction alive."""
    (table,) = await house.open_restaurant(2)
    statement = text(
        "INSERT INTO allocation (tenant_id, id, resource_id, holder_kind, holder_id, during, live)"
        " VALUES (:tenant, :id, :table, 'booking', :id, tstzrange(:a, :b, '[)'), true)"
    )

    async def insert(number: int) -> str:
        try:
            async with house.service.database.transaction() as transaction:
                values = {"tenant": TENANT, "id": f"alc_{number}", "table": table, "a": at(60), "b": at(150)}
                await transaction.session.execute(statement, values)
        except DBAPIError:
            return "error"
        return "took"

    found = Counter(await asyncio.gather(*(insert(number) for number in range(20))))
    assert found == {"took": 1, "error": 19}


@pytest.mark.parametrize("act", ["join", "walk in"])
async def test_who_asks_while_a_place_is_freed_either_gets_it_or_is_offered_it(house: House, act: str) -> None:
    await house.open_restaurant(2)
    for number in range(8):
        booking = await house.book(start=0, minutes=120)
        if act == "join":
            joining = asyncio.create_task(house.join())
            await house.do(booking, "cancel", by="guest")
            entry = await joining
            seen = await house.entry(entry)
            assert seen["state"] == "offered", f"round {number}: nobody waits beside a free table"
            await house.answer(entry, "leave")
        else:
            waiting = await house.join()
            body = house.booking_body(start=0, minutes=60, walk_in=True)
            answer, _ = await asyncio.gather(
                house.client.post("/v1/bookings", json=body), house.do(booking, "cancel", by="guest")
            )
            assert answer.status_code == 409, "the place went straight from the booking to the offer"
            assert (await house.entry(waiting))["state"] == "offered"
            await house.answer(waiting, "leave")
    assert await overlaps(house) == 0
