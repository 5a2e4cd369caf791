"""The acts of Thursday lunch, in the order of the clock."""

import asyncio
from datetime import datetime, timedelta

from stories.lunch.steps import Steps

JUST_AFTER = timedelta(seconds=5)


class Acts(Steps):
    """One method an act."""

    async def morning(self) -> None:
        """The house opens its book, and twenty parties book."""
        self.tell.scene("Thursday morning: fourteen tables, twenty bookings")
        await self.house.open()
        rules = await self._heard("policy.rules_published.v1", self.house.venue_id)
        self.tell.event(rules, f"the house rules are published (version {rules.data['number']}):")
        self.tell.quote(rules.data["card"]["en"])
        for guest in self.cast.guests:
            await self.house.book(guest)
        for guest in self.cast.guests:
            confirmed = await self._heard("booking.confirmed.v1", guest.booking_id)
            tables = self._tables(confirmed)
            at = self.tell.wall(confirmed.data["booking"]["starts_at"], seconds=False)
            self.tell.event(confirmed, f"{guest.name}, party of {guest.party}, at {at}: {tables}, code {guest.code}")
        for guest in self.cast.guests:
            await self._heard("policy.terms_set.v1", guest.booking_id)
        for guest in self.cast.guests[:2]:
            await self.tell.mailed("confirmed", booking_id=guest.booking_id)
        for guest in self.cast.guests[2:]:
            await self._sent("confirmed", guest)

    async def two_change_their_minds(self) -> None:
        """One cancels, one moves to a later hour."""
        self.tell.scene("11:00: one cancels, one comes later")
        await self.world.advance_to(self.house.at("11:00"))
        timur, uma = self.cast.timur, self.cast.uma
        await self.house.do(timur, "cancel", "booking.cancelled.v1", {"by": "guest", "reason": "заболел"})
        cancelled = await self._heard("booking.cancelled.v1", timur.booking_id)
        self.tell.event(cancelled, f"{timur.name} cancels: {cancelled.data['reason']}")
        await self.tell.mailed("cancelled", booking_id=timur.booking_id)
        await self.house.moves(uma, "15:00")
        changed = await self._heard("booking.changed.v1", uma.booking_id)
        self.tell.event(changed, f"{uma.name} comes at {self._wall(changed.data['booking']['starts_at'])}")
        await self.tell.mailed("changed", booking_id=uma.booking_id)

    async def noon(self) -> None:
        """Five parties come in time."""
        self.tell.scene("12:00: the first guests")
        await self.world.advance_to(self.house.at("12:00"))
        for guest in self.cast.at_noon:
            await self._arrives(guest, "is here")

    async def six_wait(self) -> None:
        """Two come in time, and six parties without a booking ask for a place."""
        self.tell.scene("12:31: the house is full, six parties wait")
        await self.world.advance_to(self.house.at("12:31"))
        for guest in (self.cast.fiona, self.cast.hanna):
            await self._arrives(guest, "is here")
        for party in self.cast.waiting:
            await self.house.wait(party)
            joined = await self._heard("waitlist.joined.v1", party.entry_id)
            self.tell.event(joined, f"{party.name} waits with a party of {party.party}")

    async def two_say_that_they_are_late(self) -> None:
        """One is in traffic and will make it, one will come far too late."""
        self.tell.scene("12:33: two guests tell the house that they are late")
        await self.world.advance_to(self.house.at("12:33"))
        for guest, eta in ((self.cast.anna, "12:50"), (self.cast.ben, "13:20")):
            await self.house.is_late(guest, eta=self.house.at(eta))
            late = await self._heard("booking.late_declared.v1", guest.booking_id)
            told = self._wall(late.data["booking"]["late"]["eta"])
            self.tell.event(late, f"{guest.name} is on the way and expects to come at {told}")
            await self._kept(guest)

    async def four_say_nothing(self) -> None:
        """The clock declares them late; one colleague comes first and keeps the table for all."""
        self.tell.scene("12:35: four guests are missing and have said nothing")
        await self.world.advance_to(self.house.at("12:36"))
        for guest in (self.cast.victor, self.cast.grace, self.cast.dmitri, self.cast.emma):
            late = await self._heard("booking.late_declared.v1", guest.booking_id)
            by = late.data["booking"]["late"]["declared_by"]
            self.tell.event(late, f"{guest.name} is late, says the {by}")
            await self._kept(guest)
        self.tell.scene("12:41: a colleague comes first")
        await self.world.advance_to(self.house.at("12:41"))
        dmitri = self.cast.dmitri
        await self.house.arrives(dmitri, arrived=1)
        arrived = await self._heard("booking.arrived.v1", dmitri.booking_id)
        here = arrived.data["booking"]["arrived_party"]
        self.tell.event(arrived, f"{here} of {dmitri.name}’s party of {dmitri.party} is here: the table stays theirs")
        ended = await self._heard("policy.hold_ended.v1", dmitri.booking_id)
        self.tell.event(ended, f"no deadline runs for {dmitri.name} any more ({ended.data['reason']})")

    async def windows_close(self) -> None:
        """The grace windows end; Grace comes in that very moment."""
        grace, victor = self.cast.grace, self.cast.victor
        until = await self._until(grace)
        self.tell.scene(f"{self.tell.wall(until, seconds=False)}: grace windows end; Grace comes as hers closes")
        await self.world.advance_to(until + timedelta(seconds=1))
        await self.world.databases.step_to(until + JUST_AFTER)
        await asyncio.gather(self._tries_to_arrive(grace), self.world.settle())
        await self._as_it_fell(grace)
        for guest in (victor, self.cast.ben, self.cast.emma):
            await self.world.advance_to(await self._until(guest) + JUST_AFTER)
            await self._released(guest)

    async def places_go_on(self) -> None:
        """One who waits declines, the next accepts; another takes the table for four."""
        self.tell.scene("The freed tables go to those who wait")
        igor, julia, ksenia = self.cast.igor, self.cast.julia, self.cast.ksenia
        await self._offered(igor)
        await self.house.answers(igor, "decline", "waitlist.offer_declined.v1")
        declined = await self._heard("waitlist.offer_declined.v1", igor.entry_id)
        self.tell.event(declined, f"{igor.name} declines {self._offer(declined)}")
        for party in (julia, ksenia):
            await self._offered(party)
            await self._accepts(party)
        await self.house.answers(igor, "leave", "waitlist.left.v1")
        left = await self._heard("waitlist.left.v1", igor.entry_id)
        self.tell.event(left, f"{igor.name} waits no more")

    async def one_makes_it_and_one_comes_back(self) -> None:
        """The guest in traffic comes inside the longer window; a released guest comes and finds a place."""
        anna, emma = self.cast.anna, self.cast.emma
        self.tell.scene("12:50: out of the traffic jam")
        await self.world.advance_to(self.house.at("12:50"))
        await self._arrives(anna, "is here, as she said")
        self.tell.scene("12:52: one comes back after the release")
        await self.world.advance_to(self.house.at("12:52"))
        await self.house.do(emma, "reopen", "booking.reopened.v1")
        reopened = await self._heard("booking.reopened.v1", emma.booking_id)
        self.tell.event(reopened, f"{emma.name} was late, not absent: she gets {self._tables(reopened)} after all")

    async def those_who_waited_come(self) -> None:
        """The two parties that were offered a table take their seats."""
        self.tell.scene("12:55: those who waited sit down")
        await self.world.advance_to(self.house.at("12:55"))
        for party in (self.cast.julia, self.cast.ksenia):
            await self.house.seats(party)
            arrived = await self._heard("booking.arrived.v1", party.booking_id)
            self.tell.event(arrived, f"{party.name} sits down at {self._tables(arrived)}")

    async def an_offer_runs_out(self) -> None:
        """A table becomes free early; the one who waits does not answer."""
        oleg, noah = self.cast.oleg, self.cast.noah
        self.tell.scene("13:00: a table is free early, and an offer is not answered")
        await self.world.advance_to(self.house.at("13:00"))
        for action, event_type, words in (
            ("start", "booking.service_started.v1", "is served"),
            ("finish", "booking.finished.v1", "has finished and leaves early"),
        ):
            await self.house.do(oleg, action, event_type)
            self.tell.event(await self._heard(event_type, oleg.booking_id), f"{oleg.name} {words}")
        offered = await self._offered(noah)
        expires = datetime.fromisoformat(offered.data["offer"]["expires_at"])
        await self.world.advance_to(expires + timedelta(seconds=1))
        expired = await self._heard("waitlist.offer_expired.v1", noah.entry_id)
        self.tell.event(expired, f"{noah.name} has not answered in time: {self._offer(expired)} is free again")
        await self.tell.mailed("offer_expired", entry_id=noah.entry_id)

    async def the_wait_ends(self) -> None:
        """For those who never fit the wait ends at their last start; the absent are told apart from the late."""
        self.tell.scene("14:01: lunch is over")
        await self.world.advance_to(self.house.at("14:01"))
        for party in (self.cast.liam, self.cast.maria, self.cast.noah):
            left = await self._heard("waitlist.left.v1", party.entry_id)
            self.tell.event(
                left, f"{party.name}’s party of {party.party} could not be seated ({left.data['entry']['state']})"
            )
        for guest in (self.cast.victor, self.cast.ben):
            verdict = await self._heard("booking.no_show_marked.v1", guest.booking_id)
            self.tell.event(verdict, f"{guest.name} never came: no-show, says the {verdict.data['by']}")
