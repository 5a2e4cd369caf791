"""Erase a guest's personal data."""

from dataclasses import dataclass, replace

from booking.adapters.guests import Guest
from booking.adapters.work import Work
from booking.domain.ids import GuestId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseGuest:
    tenant: TenantId
    guest_id: GuestId


async def erase_guest(command: EraseGuest, work: Work) -> Guest:
    """Forget who the guest is, here and wherever contacts have been told.

    - Name, addresses, and the notes on the guest's bookings go; the bookings stay, without a contact.
    - A tombstone on the contacts' topic erases the guest elsewhere, and a replay does not bring them back: what was
      told of the contact leaves the retained log too.
    - Erasing twice changes nothing.
    """
    guest = await work.guests.lock(command.tenant, command.guest_id)
    if guest.erased_at is not None:
        return guest
    erased = replace(guest, name="", email=None, phone=None, known_by="none", erased_at=work.now)
    await work.guests.save(erased, now=work.now)
    await work.bookings.forget_notes(command.tenant, command.guest_id, now=work.now)
    await work.tell_erasure(erased)
    return erased
