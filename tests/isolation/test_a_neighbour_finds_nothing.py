"""For whoever may not see it, a thing does not exist: not by its id, in no list, and no POST changes it."""

import pytest
from callers import ids_in, never_existed, operation_of, without
from isolation_rows import Promise, Row
from matrix import every_row
from neighbourhood import Neighbour, Neighbourhood

pytestmark = pytest.mark.xdist_group("isolation")


@every_row(Promise.HIDES)
async def test_another_s_thing_is_answered_as_one_that_never_existed(
    there: Neighbourhood, neighbour: Neighbour, service: str, row: Row
) -> None:
    theirs, names = there.owner.things, ids_in(row)
    before = await there.records.of(there.owner.tenant)
    found = await neighbour.caller.call(service, row, theirs)
    nothing = {name: never_existed(theirs[name]) for name in names}
    never = await neighbour.caller.call(service, row, {**theirs, **nothing})

    assert found.status_code == 404
    assert without(found, *(theirs[name] for name in names)) == without(never, *nothing.values())
    neighbour.assert_sees_nothing(found.text, sent={name: theirs[name] for name in names})
    assert await there.records.of(there.owner.tenant) == before


@every_row(Promise.HIDES, Promise.LISTS, Promise.OWNS)
async def test_whose_it_is_finds_it(there: Neighbourhood, service: str, row: Row) -> None:
    """Asked of the twin, who has all that the owner has: else a neighbour's 404 would prove nothing."""
    twin = there.caller("the twin", there.twin.tenant)
    answer = await twin.call(service, row, there.twin.things)
    assert answer.is_success or answer.status_code in (409, 412), answer.text


@every_row(Promise.LISTS)
async def test_a_list_has_nothing_of_another_s(
    there: Neighbourhood, neighbour: Neighbour, service: str, row: Row
) -> None:
    answer = await neighbour.caller.call(service, row, {}, limit="200")
    assert answer.status_code == 200
    neighbour.assert_sees_nothing(answer.text)


@every_row(Promise.LISTS)
async def test_no_filter_finds_another_s(there: Neighbourhood, neighbour: Neighbour, service: str, row: Row) -> None:
    owner = there.caller("the owner", there.owner.tenant)
    for parameter, name in row.filters.items():
        theirs = there.owner.things[name]
        own = await owner.call(service, row, {}, **{parameter: theirs})
        assert own.json()["items"], f"by {parameter} one's own are found"
        found = await neighbour.caller.call(service, row, {}, **{parameter: theirs})
        assert found.status_code in (200, 404)
        neighbour.assert_sees_nothing(found.text, sent={parameter: theirs})
        if parameter.endswith("_id"):
            nothing = never_existed(theirs)
            never = await neighbour.caller.call(service, row, {}, **{parameter: nothing})
            assert without(found, theirs) == without(never, nothing)


@every_row(Promise.LISTS)
async def test_another_s_cursor_leads_to_one_s_own(
    there: Neighbourhood, neighbour: Neighbour, service: str, row: Row
) -> None:
    owner = there.caller("the owner", there.owner.tenant)
    page = (await owner.call(service, row, {}, limit="1")).json()
    parameter, cursor = ("after", page["next"]) if "next" in page else ("cursor", page["next_cursor"])
    if cursor is None:
        pytest.fail("the owner has two of everything")
    answer = await neighbour.caller.call(service, row, {}, **{parameter: cursor})
    assert answer.status_code == 200
    neighbour.assert_sees_nothing(answer.text)


@every_row(Promise.LISTS)
def test_every_parameter_that_names_a_thing_is_tried(service: str, row: Row) -> None:
    parameters = {one["name"] for one in operation_of(service, row).get("parameters", [])}
    assert {name for name in parameters if name.endswith("_id") or name == "q"} <= set(row.filters) <= parameters


@every_row(Promise.OWNS)
async def test_what_is_the_tenant_s_is_not_another_s(there: Neighbourhood, service: str, row: Row) -> None:
    stranger = there.neighbours["another tenant"]
    before = await there.records.of(there.owner.tenant)
    answer = await stranger.caller.call(service, row, stranger.things)
    assert answer.status_code == 200
    stranger.assert_sees_nothing(answer.text)
    assert await there.records.of(there.owner.tenant) == before


@every_row(Promise.OWNS, Promise.MAKES)
async def test_what_speaks_for_the_whole_tenant_is_not_changed_by_a_token_for_some_venues(
    there: Neighbourhood, service: str, row: Row
) -> None:
    limited = there.neighbours["the owner's token for another venue"]
    if not row.changes or "<venue_id>" in str(row.body):
        return
    before = await there.records.of(there.owner.tenant)
    answer = await limited.caller.call(service, row, limited.things)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await there.records.of(there.owner.tenant) == before


@every_row(Promise.MAKES)
async def test_what_is_made_is_the_maker_s_alone(there: Neighbourhood, service: str, row: Row) -> None:
    stranger = there.neighbours["another tenant"]
    before = await there.records.of(there.owner.tenant)
    made = await stranger.caller.call(service, row, stranger.things)
    assert made.status_code == 201
    stranger.assert_sees_nothing(made.text)
    path = f"{row.path}/{made.json()['id']}"
    owner = there.caller("the owner", there.owner.tenant)
    assert (await stranger.caller.ask(service, "GET", path)).status_code == 200
    assert (await owner.ask(service, "GET", path)).status_code == 404
    assert await there.records.of(there.owner.tenant) == before


@every_row(Promise.PUBLIC)
async def test_what_is_public_names_nobody(there: Neighbourhood, service: str, row: Row) -> None:
    answer = await there.nobody.call(service, row, {})
    assert answer.status_code == 200
    there.neighbours["another tenant"].assert_sees_nothing(answer.text)
