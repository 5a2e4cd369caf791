"""The links in a message: what a guest may do, signed by the ring that booking verifies with."""

from datetime import timedelta

from web.signed_links import KeyRing

from notify.domain.facts import Facts

STAYS_OPEN_AFTER_THE_END = timedelta(days=3)


class GuestLinks:
    """`public_url` is where booking's pages are reached by guests."""

    def __init__(self, ring: KeyRing, public_url: str) -> None:
        self._ring = ring
        self._base = f"{public_url.rstrip('/')}/g/"

    def link(self, facts: Facts, *, tenant: str) -> str:
        """The page of the booking, until some days after its end; or of the offer, until it expires."""
        if facts.booking is not None:
            expires_at = facts.booking.ends_at + STAYS_OPEN_AFTER_THE_END
            return self._base + self._ring.sign("booking", facts.booking.id, tenant, expires_at)
        if facts.entry is None or facts.offer is None:
            raise ValueError("a message about the waitlist is about an offer")
        subject = f"{facts.entry.id}:{facts.offer.id}"
        return self._base + self._ring.sign("offer", subject, tenant, facts.offer.expires_at)
