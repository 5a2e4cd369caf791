"""Find or note the guest of a booking or a waitlist entry."""

from dataclasses import dataclass, replace

from messaging.ids import new_id

from booking.adapters.guests import Guest
from booking.adapters.phone import normalised_email, normalised_phone
from booking.adapters.work import Work
from booking.domain.ids import GuestId
from booking.domain.venue import Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestDetails:
    guest_id: GuestId | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None


async def know_guest(details: GuestDetails, venue: Venue, work: Work) -> Guest:
    """The guest whom these details mean.

    - The caller's own guest_id is honoured; else the same normalised e-mail, else the same phone, is the same guest.
    - What is told anew replaces what was known, and leaves on the contacts' own topic; nothing told, nothing leaves.
    Raises PhoneInvalid.
    """
    email = normalised_email(details.email) if details.email else None
    phone = normalised_phone(details.phone, venue.time_zone) if details.phone else None
    told = replace(details, email=email, phone=phone)
    guest, is_new = await work.guests.find_or_add(_new_guest(told, venue), now=work.now)
    if not is_new:
        return await _told_anew(guest, told, work)
    if guest.name or email or phone:
        work.tell_contact(guest)
    return guest


def _new_guest(told: GuestDetails, venue: Venue) -> Guest:
    known_by = "id" if told.guest_id else "email" if told.email else "phone" if told.phone else "none"
    return Guest(
        id=told.guest_id or GuestId(new_id("gst")),
        tenant=venue.tenant,
        known_by=known_by,
        name=told.name or "",
        email=told.email,
        phone=told.phone,
        language=told.language or venue.languages[0],
    )


async def _told_anew(known: Guest, told: GuestDetails, work: Work) -> Guest:
    guest = replace(
        known,
        name=told.name or known.name,
        email=told.email or known.email,
        phone=told.phone or known.phone,
        language=told.language or known.language,
    )
    if guest.contact == known.contact:
        return known
    address_changed = (known.email, known.phone) != (guest.email, guest.phone)
    # the address that told two new guests apart is not this one's any more
    known_by = "id" if address_changed and known.known_by in ("email", "phone") else known.known_by
    guest = replace(guest, known_by=known_by, erased_at=None)
    await work.guests.save(guest, now=work.now)
    work.tell_contact(guest)
    return guest
