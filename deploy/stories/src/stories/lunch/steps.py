"""What the acts of Thursday lunch are made of: ask, wait for what must follow, and tell it."""

from datetime import datetime

from stories.lunch.cast import Cast, Guest, Waiting
from stories.lunch.front_of_house import FrontOfHouse
from stories.lunch.telling import Teller
from stories.rest import Refused
from stories.topics import Told
from stories.world import World


class Steps:
    """Each is read from events, and says so."""

    def __init__(self, world: World, house: FrontOfHouse, cast: Cast, teller: Teller) -> None:
        self.world, self.house, self.cast, self.tell = world, house, cast, teller

    async def _arrives(self, guest: Guest, words: str) -> None:
        await self.house.arrives(guest)
        arrived = await self._heard("booking.arrived.v1", guest.booking_id)
        late = arrived.data["minutes_late"]
        self.tell.event(arrived, f"{guest.name} {words}" + (f" ({late} min late)" if late else ""))

    async def _tries_to_arrive(self, guest: Guest) -> None:
        try:
            await self.house.arrives(guest)
        except Refused as refused:
            if refused.status != 409:
                raise

    async def _as_it_fell(self, guest: Guest) -> None:
        """Exactly one of the two outcomes, and it is told as it fell."""
        arrived = self.world.topics.find("booking.arrived.v1", lambda told: told.subject == guest.booking_id)
        if arrived is None:
            await self._released(guest)
            return
        late = arrived.data["minutes_late"]
        self.tell.event(arrived, f"{guest.name} came in the second in which it mattered ({late} min late): her table")
        refused = self.world.topics.find("booking.release_refused.v1", lambda told: told.subject == guest.booking_id)
        if refused is not None:
            self.tell.event(refused, f"the release came second and was refused: {refused.data['reason']}")

    async def _kept(self, guest: Guest) -> None:
        held = await self._heard("policy.hold_decided.v1", guest.booking_id)
        until = self._wall(held.data["until"])
        beyond = ", as for everyone: the rules allow no more" if held.data["eta_beyond_rules"] else ""
        self.tell.event(held, f"{guest.name}’s table is kept until {until}{beyond} (rule {held.data['rule_id']})")
        await self.tell.mailed("held", booking_id=guest.booking_id)
        self.tell.quote(held.data["explanation"][guest.language])

    async def _released(self, guest: Guest) -> None:
        released = await self._heard("booking.released.v1", guest.booking_id)
        self.tell.event(released, f"{guest.name} did not come: {self._tables(released)} is given back")
        await self.tell.mailed("released", booking_id=guest.booking_id)
        self.tell.quote(released.data["explanation"][guest.language])

    async def _offered(self, party: Waiting) -> Told:
        offered = await self._heard("waitlist.offered.v1", party.entry_id)
        expires = self._wall(offered.data["offer"]["expires_at"])
        self.tell.event(
            offered, f"{self._offer(offered)} is offered to {party.name}, party of {party.party}, until {expires}"
        )
        await self.tell.mailed("offered", entry_id=party.entry_id)
        return offered

    async def _accepts(self, party: Waiting) -> None:
        await self.house.answers(party, "accept", "waitlist.offer_accepted.v1")
        accepted = await self._heard("waitlist.offer_accepted.v1", party.entry_id)
        party.booking_id = accepted.data["booking_id"]
        self.tell.event(accepted, f"{party.name} takes {self._offer(accepted)}")
        await self._heard("booking.confirmed.v1", party.booking_id)
        await self.tell.mailed("confirmed", booking_id=party.booking_id)

    async def _until(self, guest: Guest) -> datetime:
        """The instant that was promised last."""
        holds = [t for t in self.world.events("policy.hold_decided.v1") if t.subject == guest.booking_id]
        return max(datetime.fromisoformat(hold.data["until"]) for hold in holds)

    async def _heard(self, event_type: str, subject: str) -> Told:
        return await self.world.heard(event_type, subject=subject)

    async def _sent(self, kind: str, guest: Guest) -> Told:
        def answers(told: Told) -> bool:
            return (told.data["booking_id"], told.data["kind"]) == (guest.booking_id, kind)

        return await self.world.heard("message.sent.v1", where=answers, about=f"{kind} for {guest.booking_id}")

    def _wall(self, instant: str) -> str:
        return self.tell.wall(instant, seconds=False)

    def _tables(self, told: Told) -> str:
        return " + ".join(table["name"] for table in told.data["booking"]["resources"])

    def _offer(self, told: Told) -> str:
        offer = told.data["offer"]
        tables = " + ".join(table["name"] for table in offer["resources"])
        return f"{tables} ({self._wall(offer['starts_at'])}–{self._wall(offer['ends_at'])})"
