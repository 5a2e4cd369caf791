"""What a guest's link allows: one booking, or one offer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from web.signed_links import KeyRing, LinkExpired, LinkInvalid

from booking.domain.booking import Booking
from booking.domain.ids import BookingId, EntryId, OfferId, TenantId

STAYS_OPEN_AFTER_THE_END = timedelta(days=3)
_BEFORE_ANY_EXPIRY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLink:
    tenant: TenantId
    booking_id: BookingId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLink:
    tenant: TenantId
    entry_id: EntryId
    offer_id: OfferId


class NoSuchPage(Exception):
    """There is nothing to show. `about` names the texts, `status` is what the browser is told."""

    def __init__(self, status: int, about: str) -> None:
        super().__init__(about)
        self.status = status
        self.about = about


class GuestLinks:
    """Opens and writes links with the key ring that notify writes them with too."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def booking(self, token: str, *, now: datetime) -> BookingLink:
        """Raises NoSuchPage: 404 for what is no link to a booking, 410 once its time is over."""
        link = self.open(token, now=now)
        if not isinstance(link, BookingLink):
            raise NoSuchPage(404, "invalid")
        return link

    def offer(self, token: str, *, now: datetime) -> OfferLink:
        """Raises NoSuchPage: 404 for what is no link to an offer, 410 once its time is over."""
        link = self.open(token, now=now)
        if not isinstance(link, OfferLink):
            raise NoSuchPage(404, "invalid")
        return link

    def open(self, token: str, *, now: datetime) -> BookingLink | OfferLink:
        """Raises NoSuchPage."""
        try:
            # The expiry is looked at below, because the page of an expired offer says something else.
            signed = self._ring.open(token, _BEFORE_ANY_EXPIRY)
        except (LinkInvalid, LinkExpired) as error:
            raise NoSuchPage(404, "invalid") from error
        if signed.purpose not in ("booking", "offer"):
            raise NoSuchPage(404, "invalid")
        if now >= signed.expires_at:
            raise NoSuchPage(410, "expired" if signed.purpose == "booking" else "expired_offer")
        tenant = TenantId(signed.tenant)
        if signed.purpose == "booking":
            return BookingLink(tenant=tenant, booking_id=BookingId(signed.subject))
        entry_id, _, offer_id = signed.subject.partition(":")
        return OfferLink(tenant=tenant, entry_id=EntryId(entry_id), offer_id=OfferId(offer_id))

    def write(self, booking: Booking) -> str:
        """The token of a booking's page."""
        expires_at = booking.period.ends_at + STAYS_OPEN_AFTER_THE_END
        return self._ring.sign("booking", booking.id, booking.tenant, expires_at)
