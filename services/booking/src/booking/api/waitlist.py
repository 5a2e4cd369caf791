"""The waitlist."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response
from web.auth import Principal, requires
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.transactional import TransactionalRoute

from booking.adapters.work import Work
from booking.api.problems import refusals
from booking.api.route import CurrentWork, answer, require_entry, require_venue, tenant_of, venues_of
from booking.api.waitlist_models import EntryBody, EntryView, WithdrawBody, entry_view
from booking.commands.accept_offer import AcceptOffer, accept_offer
from booking.commands.decline_offer import DeclineOffer, decline_offer
from booking.commands.join_waitlist import JoinWaitlist, join_waitlist
from booking.commands.leave_waitlist import LeaveWaitlist, leave_waitlist
from booking.commands.withdraw_offer import WithdrawOffer, withdraw_offer
from booking.domain.ids import EntryId, GuestId, VenueId
from booking.domain.waitlist import Entry, EntryState
from booking.queries.see_entry import EntryFilter, list_entries, see_entry

router = APIRouter(prefix="/v1/waitlist", tags=["waitlist"], route_class=TransactionalRoute)
Reader = Annotated[Principal, requires("bookings:read")]
Writer = Annotated[Principal, requires("waitlist:write")]


@router.post(
    "",
    summary="Join the waitlist",
    description=join_waitlist.__doc__,
    status_code=201,
    response_model=EntryView,
    responses=refusals("not_found", "period_invalid", "phone_invalid"),
)
async def join(body: EntryBody, principal: Writer, work: CurrentWork) -> Response:
    require_venue(principal, body.venue_id)
    command = JoinWaitlist(
        tenant=tenant_of(principal),
        venue_id=VenueId(body.venue_id),
        earliest=body.earliest,
        latest=body.latest,
        duration=timedelta(minutes=body.duration_minutes),
        party=body.party,
        kind=body.kind,
        area=body.area,
        can_come_in=timedelta(minutes=body.can_come_in_minutes),
        guest=body.guest.details(),
    )
    entry, guest = await join_waitlist(command, work)
    return answer(entry_view(await see_entry(work, entry, guest)), status=201)


@router.get(
    "",
    summary="Who waits",
    description="In the order of joining.",
    responses=refusals("not_found", "bad_cursor"),
)
async def list_waitlist(
    *,
    principal: Reader,
    work: CurrentWork,
    venue_id: Annotated[str | None, Query(max_length=100)] = None,
    state: Annotated[list[EntryState] | None, Query(description="one or more states")] = None,
    guest_id: Annotated[str | None, Query(max_length=100)] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[EntryView]:
    wanted = EntryFilter(
        tenant=tenant_of(principal),
        venue_ids=venues_of(principal, venue_id),
        states=[one.value for one in state or ()],
        guest_id=GuestId(guest_id) if guest_id else None,
        after=_after(cursor),
        limit=limit + 1,
    )
    found = await list_entries(work, wanted)
    last = found[limit - 1].entry if len(found) > limit else None
    more = encode_cursor(last.joined_at, last.id) if last else None
    return Page(items=[entry_view(seen) for seen in found[:limit]], next_cursor=more)


@router.get(
    "/{entry_id}",
    summary="One waiting party",
    description="With what is offered to it now.",
    response_model=EntryView,
    responses=refusals("not_found"),
)
async def read_entry(entry_id: str, principal: Reader, work: CurrentWork) -> Response:
    await require_entry(principal, entry_id, work)
    return await _shown(await work.waitlist.get(tenant_of(principal), EntryId(entry_id)), work)


@router.post(
    "/{entry_id}/accept",
    summary="Accept the offer",
    description=accept_offer.__doc__,
    response_model=EntryView,
    responses=refusals("not_found", "nothing_offered", "offer_expired"),
)
async def accept(entry_id: str, principal: Writer, work: CurrentWork) -> Response:
    await require_entry(principal, entry_id, work)
    entry, _ = await accept_offer(AcceptOffer(tenant=tenant_of(principal), entry_id=EntryId(entry_id)), work)
    return await _shown(entry, work)


@router.post(
    "/{entry_id}/decline",
    summary="Decline the offer",
    description=decline_offer.__doc__,
    response_model=EntryView,
    responses=refusals("not_found", "nothing_offered"),
)
async def decline(entry_id: str, principal: Writer, work: CurrentWork) -> Response:
    await require_entry(principal, entry_id, work)
    return await _shown(
        await decline_offer(DeclineOffer(tenant=tenant_of(principal), entry_id=EntryId(entry_id)), work), work
    )


@router.post(
    "/{entry_id}/leave",
    summary="Leave the waitlist",
    description=leave_waitlist.__doc__,
    response_model=EntryView,
    responses=refusals("not_found", "wrong_state"),
)
async def leave(entry_id: str, principal: Writer, work: CurrentWork) -> Response:
    await require_entry(principal, entry_id, work)
    return await _shown(
        await leave_waitlist(LeaveWaitlist(tenant=tenant_of(principal), entry_id=EntryId(entry_id)), work), work
    )


@router.post(
    "/{entry_id}/withdraw-offer",
    summary="Withdraw an unanswered offer",
    description=withdraw_offer.__doc__,
    response_model=EntryView,
    responses=refusals("not_found", "nothing_offered"),
)
async def withdraw(entry_id: str, principal: Writer, work: CurrentWork, body: WithdrawBody | None = None) -> Response:
    await require_entry(principal, entry_id, work)
    command = WithdrawOffer(
        tenant=tenant_of(principal), entry_id=EntryId(entry_id), reason=body.reason if body else None
    )
    return await _shown(await withdraw_offer(command, work), work)


async def _shown(entry: Entry, work: Work) -> Response:
    return answer(entry_view(await see_entry(work, entry)))


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    instant, last_id = decode_cursor(cursor, datetime, str)
    return instant, last_id
