"""A party that waits, and the exclusive, expiring offer that it may get."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from booking.domain.errors import NothingOffered, OfferExpired, WrongState
from booking.domain.ids import BookingId, EntryId, GuestId, OfferId, ResourceId, TenantId, VenueId
from booking.domain.period import Period
from booking.domain.places import Wish


class EntryState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LEFT = "left"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`freed` is the whole freed period: what this party does not take of it goes to the next one."""

    id: OfferId
    period: Period
    expires_at: datetime
    resource_ids: tuple[ResourceId, ...]
    freed: Period

    def is_valid(self, now: datetime) -> bool:
        """Compared with the clock, never read from a state that a timer may not have changed yet."""
        return now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: EntryId
    tenant: TenantId
    venue_id: VenueId
    guest_id: GuestId
    state: EntryState = EntryState.WAITING
    version: int = 1
    party: int
    earliest: datetime
    latest: datetime
    duration: timedelta
    kind: str | None = None
    area: str | None = None
    can_come_in: timedelta = timedelta(0)
    language: str
    joined_at: datetime
    offer: Offer | None = None
    booking_id: BookingId | None = None
    updated_at: datetime

    @property
    def wish(self) -> Wish:
        return Wish(party=self.party, kind=self.kind, area=self.area)


class EntryFact(StrEnum):
    JOINED = "joined"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStep:
    """The entry after a transition; `offer` is the offer that the fact is about; no fact, nothing to tell."""

    entry: Entry
    fact: EntryFact | None
    offer: Offer | None = None


def wanted_period(entry: Entry, *, not_before: datetime, by_nights: bool) -> Period | None:
    """When this party would have a place from `not_before` on; None when it could not start in time.

    It starts not before `earliest` nor after `latest`. A table is wanted for the whole duration, whenever it starts;
    a stay ends when it would have ended: who comes later in the evening does not leave later.
    """
    starts_at = max(not_before, entry.earliest)
    ends_at = (entry.earliest if by_nights else starts_at) + entry.duration
    return Period(starts_at, ends_at) if starts_at <= entry.latest and starts_at < ends_at else None


def fitting_period(entry: Entry, freed: Period, *, now: datetime, by_nights: bool) -> Period | None:
    """When this party would use the freed period: as soon as it can be there, ending inside what is freed; or None."""
    not_before = max(now + entry.can_come_in, freed.starts_at)
    wanted = wanted_period(entry, not_before=not_before, by_nights=by_nights)
    return wanted if wanted is not None and freed.covers(wanted) else None


def expiry(entry: Entry, period: Period, *, offer_for: timedelta, now: datetime) -> datetime | None:
    """When an offer made now ends: never after the party's last start or the place's end; None if at once."""
    expires_at = min(now + offer_for, max(entry.latest, period.starts_at), period.ends_at)
    return expires_at if expires_at > now else None


def offer(entry: Entry, new: Offer, *, now: datetime) -> EntryStep:
    if entry.state is not EntryState.WAITING:
        raise WrongState("offer a place", entry.state)
    return EntryStep(entry=_next(entry, now, state=EntryState.OFFERED, offer=new), fact=EntryFact.OFFERED, offer=new)


def accept(entry: Entry, *, booking_id: BookingId, now: datetime) -> EntryStep:
    """Raises NothingOffered, OfferExpired."""
    current = require_offer(entry)
    if not current.is_valid(now):
        raise OfferExpired("The offer has expired; you keep your place in the line.")
    taken = replace(_next(entry, now, state=EntryState.ACCEPTED, offer=None), booking_id=booking_id)
    return EntryStep(entry=taken, fact=EntryFact.ACCEPTED, offer=current)


def give_up_offer(entry: Entry, why: EntryFact, *, now: datetime) -> EntryStep:
    """Declined, expired or withdrawn: the party waits on, as long as it can still start. Raises NothingOffered."""
    current = require_offer(entry)
    return EntryStep(entry=_next(entry, now, state=EntryState.WAITING, offer=None), fact=why, offer=current)


def leave(entry: Entry, *, now: datetime) -> EntryStep:
    """The party waits no more; leaving twice changes nothing."""
    if entry.state in (EntryState.LEFT, EntryState.ENDED):
        return EntryStep(entry=entry, fact=None)
    if entry.state is EntryState.ACCEPTED:
        raise WrongState("leave the waitlist", entry.state)
    gone = _next(entry, now, state=EntryState.LEFT, offer=None)
    return EntryStep(entry=gone, fact=EntryFact.LEFT, offer=entry.offer)


def end(entry: Entry, *, now: datetime) -> EntryStep:
    """The clock's question: has the last start passed? An open offer is let run out first."""
    if entry.state is not EntryState.WAITING or now < entry.latest:
        return EntryStep(entry=entry, fact=None)
    return EntryStep(entry=_next(entry, now, state=EntryState.ENDED, offer=None), fact=EntryFact.LEFT)


def require_offer(entry: Entry, offer_id: OfferId | None = None) -> Offer:
    """The open offer. Raises OfferExpired when an earlier one is meant, NothingOffered when there is none."""
    other = entry.offer is None or entry.offer.id != offer_id
    if offer_id is not None and other and entry.state is not EntryState.ACCEPTED:
        raise OfferExpired("This offer is over; you keep your place in the line.")
    if entry.state is not EntryState.OFFERED or entry.offer is None:
        raise NothingOffered("Nothing is offered to this party now.")
    return entry.offer


def _next(entry: Entry, now: datetime, *, state: EntryState, offer: Offer | None) -> Entry:
    return replace(entry, version=entry.version + 1, updated_at=now, state=state, offer=offer)
