"""Three businesses in one house of services: one whose things are hidden, its twin, and a stranger."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
from businesses import (
    ALWAYS,
    END_OF_THE_STORY,
    Business,
    book_a_thursday,
    note_what_came_of_it,
    open_both_venues,
    publish_rules_and_wording,
)
from callers import Caller, never_existed
from flow_house import House
from local_stack.issuer import Issuer
from records import Records
from stories.rest import Rest
from stories.world import World

OWNER, TWIN, STRANGER = "tnt_owner", "tnt_twin", "tnt_stranger"


@dataclass(frozen=True)
class Neighbour:
    """A caller who must not see some things of the owner's, and has things of its own."""

    caller: Caller
    things: Mapping[str, str]
    must_not_see: frozenset[str]

    def assert_sees_nothing(self, text: str, *, sent: Mapping[str, str] | None = None) -> None:
        """Nothing of the owner's stands in the text, except what the caller sent itself."""
        for one in (sent or {}).values():
            text = text.replace(one, "…")
        seen = {word for word in self.must_not_see if word in text}
        assert not seen, f"{self.caller.who} reads of {seen} in {text[:2000]}"


@dataclass
class Neighbourhood:
    """The world after its story."""

    world: World
    house: House
    records: Records
    issuer: Issuer
    clients: Mapping[str, httpx.AsyncClient]
    owner: Business
    twin: Business
    stranger: Business
    neighbours: Mapping[str, Neighbour]

    def caller(self, who: str, tenant: str, **token: object) -> Caller:
        """A caller with a token of this tenant; `scopes`, `venues`, `sub` as for the issuer."""
        return Caller(who, self.clients, self.issuer.mint(tenant, **token))  # type: ignore[arg-type]

    @property
    def nobody(self) -> Caller:
        return Caller("somebody without a token", self.clients, None)


NEIGHBOURS = ("another tenant", "another tenant that names the venue", "the owner's token for another venue")


@asynccontextmanager
async def open_neighbourhood(house: House, issuer: Issuer) -> AsyncIterator[Neighbourhood]:
    """Play the story for the owner and its twin at the same time, while the stranger has a quiet house of its own."""
    async with AsyncExitStack() as stack:
        clients = {
            name: await stack.enter_async_context(
                httpx.AsyncClient(transport=running.door, base_url=f"http://{name}", timeout=15)
            )
            for name, running in house.services.items()
        }
        owner, twin, stranger = [
            Business(tenant, await _doors(house, stack, issuer.mint(tenant)), word=word)
            for tenant, word in ((OWNER, "Magnolia"), (TWIN, "Wisteria"), (STRANGER, "Nettle"))
        ]
        await _play(house.world, owner, twin, stranger)
        there = Neighbourhood(
            world=house.world, house=house, records=Records(house.world.databases), issuer=issuer, clients=clients,
            owner=owner, twin=twin, stranger=stranger, neighbours={},
        )  # fmt: skip
        there.neighbours = await _neighbours(there)
        yield there


async def _doors(house: House, stack: AsyncExitStack, token: str) -> Mapping[str, Rest]:
    headers = {"Authorization": f"Bearer {token}"}
    doors = {}
    for name, running in house.services.items():
        client = httpx.AsyncClient(transport=running.door, base_url=f"http://{name}", headers=headers, timeout=15)
        doors[name] = Rest(name, await stack.enter_async_context(client), house.world.patience)
    return doors


async def _play(world: World, owner: Business, twin: Business, stranger: Business) -> None:
    for business in (owner, twin):
        await open_both_venues(business)
    await stranger.open(2, name="Corner")
    await world.settle()
    for business in (owner, twin):
        await publish_rules_and_wording(business)
    now = (await world.now()).replace(microsecond=0)
    for business in (owner, twin):
        await book_a_thursday(business, now=now)
    tomorrow = (now + timedelta(hours=20)).isoformat()
    same_address = {"name": "Nettle Anna", "email": owner.guest("anna")["email"]}
    made = await stranger.book("booking_id", table=1, starts_at=tomorrow, party=2, guest=same_address)
    stranger.things["guest_id"] = made["guest_id"]
    await world.settle()
    await world.advance_to(now + END_OF_THE_STORY)
    for business in (owner, twin):
        await note_what_came_of_it(business)


async def _neighbours(there: Neighbourhood) -> Mapping[str, Neighbour]:
    owner, stranger = there.owner, there.stranger
    everything = {owner.word, *await there.records.ids(owner.tenant)}
    venue_id, second_venue_id = owner.things["venue_id"], owner.things["second_venue_id"]
    of_first_venue = {owner.things["guest_name"], *await there.records.ids(owner.tenant, venue_id=venue_id)}
    named = [stranger.things["venue_id"], venue_id, never_existed(venue_id)]
    callers = (
        there.caller(NEIGHBOURS[0], stranger.tenant),
        there.caller(NEIGHBOURS[1], stranger.tenant, venues=named),
        there.caller(NEIGHBOURS[2], owner.tenant, venues=[second_venue_id]),
    )
    own = {name.removeprefix("second_"): thing for name, thing in owner.things.items() if name.startswith("second_")}
    return {
        caller.who: Neighbour(caller, {**ALWAYS, **things}, frozenset(hidden))
        for caller, things, hidden in zip(
            callers,
            (stranger.things, stranger.things, own),
            (everything, everything, of_first_venue),
            strict=True,
        )
    }
