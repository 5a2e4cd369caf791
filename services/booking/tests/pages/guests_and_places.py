"""A restaurant and a hotel on a real database, on Thursday 4 February 2027, 12:40 by the wall in Berlin."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import httpx
from booking.adapters.work import Work
from booking.commands.confirm_booking import ConfirmBooking, confirm_booking
from booking.commands.declare_late import DeclareLate, declare_late
from booking.commands.join_waitlist import JoinWaitlist, join_waitlist
from booking.commands.know_guest import GuestDetails
from booking.commands.release_booking import ReleaseBooking, release_booking
from booking.commands.set_resource import SetResource, set_resource
from booking.commands.set_venue import SetVenue, set_venue
from booking.domain import keeping
from booking.domain.booking import Booking, DeclaredBy, Hold, ReleaseDecision, Terms
from booking.domain.ids import TenantId
from booking.domain.venue import Trade, Venue
from booking.domain.waitlist import Entry
from booking.domain.wished_period import WishedTime
from messaging.database import Database
from sqlalchemy import text
from web.signed_links import KeyRing

T = TypeVar("T")
TENANT = TenantId("tnt_lime")
NOON = datetime(2027, 2, 4, 11, 40, tzinfo=UTC)
IN_TWENTY_MINUTES = timedelta(minutes=20)
# As policy's default rules for a restaurant are told.
TERMS = {
    "en": "A guest is late.\nLess than 15 minutes late: we keep your table.\n"
    "15 minutes late or more: your table goes to the next guests.",
    "ru": "Гость опаздывает.\nОпоздание меньше 15 минут: мы держим ваш столик.\n"
    "Опоздание 15 минут и больше: мы приглашаем следующих гостей.",
}
KEPT_BECAUSE = {
    "en": "Thank you for telling us. Your table is kept until 13:20, because you told us that you were on the way.",
    "ru": "Спасибо, что предупредили. Мы держим ваш столик до 13:20, потому что вы предупредили, что опаздываете.",
}
GIVEN_BACK_BECAUSE = {
    "en": "Your table was kept until 13:20, as agreed. You had not arrived by then, so it went to the next guests.",
    "ru": "Мы держали ваш столик до 13:20, как договорились. Вы ещё не пришли, поэтому мы пригласили следующих гостей.",
}


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class House:
    """What happens behind the page: the other end of the guest's link."""

    database: Database
    ring: KeyRing
    browser: httpx.AsyncClient
    venues: dict[Trade, Venue] = field(default_factory=dict)

    async def doing(self, do: Callable[[Work], Awaitable[T]]) -> T:
        async with self.database.transaction() as transaction:
            return await do(Work(transaction))

    async def open(self, trade: Trade = Trade.RESTAURANT, *, tables: int = 1) -> Venue:
        venue = await self.doing(
            lambda work: set_venue(
                SetVenue(
                    tenant=TENANT,
                    name="Lime & Thyme" if trade is Trade.RESTAURANT else "Hotel Linde",
                    trade=trade,
                    time_zone="Europe/Berlin",
                    currency="EUR",
                    languages=("en", "ru"),
                ),
                work,
            )
        )
        for number in range(1, tables + 1):
            await self.doing(
                lambda work, number=number: set_resource(  # type: ignore[misc]
                    SetResource(
                        tenant=TENANT,
                        venue_id=venue.id,
                        name=f"T{number}",
                        kind="table" if trade is Trade.RESTAURANT else "room.double",
                        capacity_min=1,
                        capacity_max=4,
                    ),
                    work,
                )
            )
        self.venues[trade] = venue
        return venue

    async def book(
        self,
        *,
        starts_in: timedelta = IN_TWENTY_MINUTES,
        language: str = "en",
        party: int = 2,
        trade: Trade = Trade.RESTAURANT,
    ) -> Booking:
        venue = self.venues.get(trade) or await self.open(trade)
        starts_at = await self.now() + starts_in
        if starts_in:
            starts_at = starts_at.replace(second=0, microsecond=0)
        time = WishedTime(starts_at=starts_at, duration=minutes(90))
        if venue.by_nights:
            time = WishedTime(check_in=date(2027, 2, 4), check_out=date(2027, 2, 6))
        guest = GuestDetails(name="Ada", email="ada@example.org", language=language)
        command = ConfirmBooking(tenant=TENANT, venue_id=venue.id, time=time, party=party, guest=guest)
        booking, _ = await self.doing(lambda work: confirm_booking(command, work))
        return await self.change(booking, terms=Terms(version="1", texts=TERMS), terms_version="1")

    async def change(self, booking: Booking, **values: object) -> Booking:
        """Put the booking into a state that another service would have led to."""

        async def write(work: Work) -> Booking:
            known = await work.bookings.lock(TENANT, booking.id)
            changed = replace(known, version=known.version + 1, **values)  # type: ignore[arg-type]
            await work.bookings.save(changed)
            return changed

        return await self.doing(write)

    async def late(
        self, booking: Booking, *, eta_in: timedelta | None = None, by: DeclaredBy = DeclaredBy.GUEST
    ) -> Booking:
        command = DeclareLate(tenant=TENANT, booking_id=booking.id, by=by, eta_in=eta_in)
        return await self.doing(lambda work: declare_late(command, work))

    async def decide_hold(
        self, booking: Booking, *, until: datetime, texts: Mapping[str, str] = KEPT_BECAUSE
    ) -> Booking:
        """What booking does when it hears `policy.hold_decided`."""

        async def show(work: Work) -> Booking:
            known = await work.bookings.lock(TENANT, booking.id)
            hold = Hold(until=until, decided_at=work.now, decision_id="dec_1", texts=texts)
            return await work.save(keeping.show_hold(known, hold, starts_at=known.period.starts_at, now=work.now))

        return await self.doing(show)

    async def release(self, booking: Booking) -> Booking:
        """What booking does when it hears `policy.release_decided`."""
        known = await self.booking(booking)
        decision = ReleaseDecision(
            decision_id="dec_2",
            decided_at=await self.now(),
            booking_version=known.version,
            starts_at=known.period.starts_at,
            party=known.party,
            until=known.hold.until if known.hold else known.expected_by,
            explanation=GIVEN_BACK_BECAUSE,
        )
        command = ReleaseBooking(tenant=TENANT, booking_id=booking.id, decision=decision)
        return await self.doing(lambda work: release_booking(command, work))

    async def released(self, **values: object) -> Booking:
        """A booking whose guest did not come in time."""
        booking = await self.book(**values)  # type: ignore[arg-type]
        await self.late(booking)
        await self.decide_hold(booking, until=booking.expected_by + minutes(20))
        await self.advance(minutes(41))
        return await self.release(booking)

    async def offer(self, *, language: str = "en", party: int = 2) -> Entry:
        """A party that waits and finds a table free at once."""
        venue = self.venues.get(Trade.RESTAURANT) or await self.open()
        return await self.wait(venue, language=language, party=party)

    async def wait(self, venue: Venue, *, language: str = "en", party: int = 2) -> Entry:
        now = await self.now()
        command = JoinWaitlist(
            tenant=TENANT,
            venue_id=venue.id,
            earliest=now,
            latest=now + minutes(120),
            duration=minutes(60),
            party=party,
            guest=GuestDetails(name="Boris", email=f"boris{party}@example.org", language=language),
        )
        entry, _ = await self.doing(lambda work: join_waitlist(command, work))
        return entry

    async def booking(self, booking: Booking) -> Booking:
        return await self.doing(lambda work: work.bookings.get(TENANT, booking.id))

    async def entry(self, entry: Entry) -> Entry:
        return await self.doing(lambda work: work.waitlist.get(TENANT, entry.id))

    async def now(self) -> datetime:
        async with self.database.transaction() as transaction:
            return transaction.now

    async def advance(self, step: timedelta) -> None:
        async with self.database.engine.begin() as connection:
            await connection.execute(text("SELECT advance_clock(:step)"), {"step": step})

    def path_of(self, booking: Booking) -> str:
        expires_at = booking.period.ends_at + timedelta(days=3)
        return "/g/" + self.ring.sign("booking", booking.id, booking.tenant, expires_at)

    def path_of_offer(self, entry: Entry) -> str:
        assert entry.offer is not None
        subject = f"{entry.id}:{entry.offer.id}"
        return "/g/" + self.ring.sign("offer", subject, entry.tenant, entry.offer.expires_at)
