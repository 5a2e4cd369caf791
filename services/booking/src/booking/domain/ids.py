"""Names of things. All are prefixed strings; the types keep them from being mixed up."""

from typing import NewType

TenantId = NewType("TenantId", str)
VenueId = NewType("VenueId", str)
ResourceId = NewType("ResourceId", str)
GuestId = NewType("GuestId", str)
BookingId = NewType("BookingId", str)
EntryId = NewType("EntryId", str)
OfferId = NewType("OfferId", str)
