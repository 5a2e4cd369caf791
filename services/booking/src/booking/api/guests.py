"""Guests: reading and erasing."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response
from web.auth import Principal, requires
from web.idempotency import blank_answers
from web.transactional import TransactionalRoute

from booking.adapters.work import Work
from booking.api.booking_view import GuestView, guest_view
from booking.api.problems import refusals
from booking.api.route import CurrentWork, answer, tenant_of
from booking.commands.erase_guest import EraseGuest, erase_guest
from booking.domain.errors import NotFound
from booking.domain.ids import GuestId
from booking.queries.guest_visits import is_guest_of

router = APIRouter(prefix="/v1/guests", tags=["guests"], route_class=TransactionalRoute)


@router.get(
    "/{guest_id}",
    summary="One guest",
    description="Name and addresses; empty when the guest has been erased.",
    response_model=GuestView,
    responses=refusals("not_found"),
)
async def read_guest(
    guest_id: str, principal: Annotated[Principal, requires("bookings:read")], work: CurrentWork
) -> Response:
    await _require_guest(principal, GuestId(guest_id), work)
    return answer(guest_view(await work.guests.get(tenant_of(principal), GuestId(guest_id))))


@router.delete(
    "/{guest_id}",
    summary="Erase a guest",
    description=erase_guest.__doc__,
    status_code=204,
    response_class=Response,
    responses=refusals("not_found"),
)
async def delete_guest(
    guest_id: str, principal: Annotated[Principal, requires("guests:erase")], work: CurrentWork
) -> Response:
    await _require_guest(principal, GuestId(guest_id), work)
    tenant = tenant_of(principal)
    await erase_guest(EraseGuest(tenant=tenant, guest_id=GuestId(guest_id)), work)
    await blank_answers(work.transaction.session, tenant=tenant, mentioning=guest_id)
    return Response(status_code=204)


async def _require_guest(principal: Principal, guest_id: GuestId, work: Work) -> None:
    """A token for some venues sees only guests who have been there."""
    if principal.venues is None:
        return
    if not await is_guest_of(work, tenant_of(principal), guest_id, sorted(principal.venues)):
        raise NotFound("guest")
