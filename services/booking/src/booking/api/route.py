"""What all routes share: the work of the request, and answers with an ETag."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response
from web.auth import Principal
from web.etag import etag_of, not_modified
from web.transactional import CurrentTransaction

from booking.adapters.work import Work
from booking.domain.booking import Booking
from booking.domain.errors import NotFound
from booking.domain.ids import BookingId, EntryId, TenantId, VenueId


def _work(transaction: CurrentTransaction) -> Work:
    return Work(transaction)


CurrentWork = Annotated[Work, Depends(_work)]


def answer(body: BaseModel, *, status: int = 200, version: int | None = None) -> Response:
    """The body as JSON. It was built by us, so it is not validated once more."""
    headers = {} if version is None else {"ETag": etag_of(version)}
    return Response(body.model_dump_json(), status_code=status, media_type="application/json", headers=headers)


def answer_or_304(request: Request, body: BaseModel, *, version: int) -> Response:
    """For a GET: nothing but the ETag when the caller has this version already."""
    etag = etag_of(version)
    if not_modified(request, etag):
        return Response(status_code=304, headers={"ETag": etag})
    return answer(body, version=version)


def tenant_of(principal: Principal) -> TenantId:
    return TenantId(principal.tenant)


def require_venue(principal: Principal, venue_id: str, what: str = "venue") -> None:
    """Things of a venue that the token does not name do not exist. Raises NotFound."""
    if not principal.may_see(venue_id):
        raise NotFound(what)


async def visible_booking(principal: Principal, booking_id: str, work: Work) -> Booking:
    """Raises NotFound also for another venue's than the token names."""
    booking = await work.bookings.get(tenant_of(principal), BookingId(booking_id))
    require_venue(principal, booking.venue_id, "booking")
    return booking


async def require_booking(principal: Principal, booking_id: str, work: Work) -> None:
    """Reads only for tokens that are limited to some venues."""
    if principal.venues is not None:
        await visible_booking(principal, booking_id, work)


async def require_entry(principal: Principal, entry_id: str, work: Work) -> None:
    """Reads only for tokens that are limited to some venues."""
    if principal.venues is not None:
        entry = await work.waitlist.get(tenant_of(principal), EntryId(entry_id))
        require_venue(principal, entry.venue_id, "waitlist entry")


def venues_of(principal: Principal, venue_id: str | None) -> list[VenueId] | None:
    """The venues that a list is limited to; None: all of the tenant."""
    if venue_id is not None:
        require_venue(principal, venue_id)
        return [VenueId(venue_id)]
    return None if principal.venues is None else [VenueId(one) for one in sorted(principal.venues)]
