"""Who has no token, or one without the route's scope, gets nowhere; and what a token is for, it opens."""

import httpx
import pytest
from callers import Caller, never_existed
from isolation_rows import Promise, Row
from local_stack.issuer import ALL_SCOPES
from matrix import every_row
from neighbourhood import Neighbourhood

pytestmark = pytest.mark.xdist_group("isolation")

BEHIND_A_TOKEN = (Promise.HIDES, Promise.LISTS, Promise.OWNS, Promise.MAKES)


@every_row(*BEHIND_A_TOKEN)
async def test_nobody_comes_in_without_a_token(there: Neighbourhood, service: str, row: Row) -> None:
    before = await there.records.of(there.owner.tenant)
    answer = await there.nobody.call(service, row, there.owner.things)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert await there.records.of(there.owner.tenant) == before


@every_row(*BEHIND_A_TOKEN)
async def test_all_other_scopes_together_do_not_open_a_route(there: Neighbourhood, service: str, row: Row) -> None:
    before = await there.records.of(there.owner.tenant)
    others = [scope for scope in ALL_SCOPES if scope != row.scope]
    owner = there.caller("the owner without the scope", there.owner.tenant, scopes=others)
    answer = await owner.call(service, row, there.owner.things)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert str(row.scope) in answer.headers["WWW-Authenticate"]
    never = {name: never_existed(thing) if name.endswith("_id") else thing for name, thing in _things(there).items()}
    assert (await owner.call(service, row, never)).status_code == 403, "also for what does not exist"
    assert await there.records.of(there.owner.tenant) == before


@every_row(*BEHIND_A_TOKEN)
async def test_a_route_needs_no_other_scope_than_its_own(there: Neighbourhood, service: str, row: Row) -> None:
    guest = there.caller("somebody of no house", "tnt_nowhere", scopes=[str(row.scope)])
    answer = await guest.call(service, row, _things(there))
    assert answer.status_code in (200, 201, 404), answer.text


@pytest.mark.parametrize("service", ["booking", "policy", "notify"])
@pytest.mark.parametrize("claims", [{"tenant": ""}, {"tenant": None}, {"tenant": ["tnt_owner"]}, {"tenant": "a b"}])
async def test_a_token_that_does_not_say_whose_it_is_is_refused(
    there: Neighbourhood, service: str, claims: dict[str, object]
) -> None:
    token = there.issuer.mint(**{"tenant": there.owner.tenant, **claims})  # type: ignore[arg-type]
    answer = await _events(Caller("somebody", there.clients, token), service)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize("service", ["booking", "policy", "notify"])
async def test_a_token_for_no_venue_sees_nothing(there: Neighbourhood, service: str) -> None:
    nobody = there.caller("the owner's token for no venue", there.owner.tenant, venues=[])
    answer = await _events(nobody, service)
    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def _events(caller: Caller, service: str) -> httpx.Response:
    return await caller.ask(service, "GET", "/v1/events")


def _things(there: Neighbourhood) -> dict[str, str]:
    return dict(there.owner.things)
