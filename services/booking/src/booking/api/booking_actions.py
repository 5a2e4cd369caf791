"""What happens to a booking: guarded transitions, which need no ETag."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response
from web.auth import Principal, requires
from web.transactional import TransactionalRoute

from booking.adapters.work import Work
from booking.api.booking_models import ArriveBody, CancelBody, KeepBody, LateBody, ReasonBody, ReopenBody
from booking.api.booking_view import BookingView, booking_view
from booking.api.problems import Responses, refusals
from booking.api.route import CurrentWork, answer, require_booking, tenant_of
from booking.commands.arrive_booking import ArriveBooking, arrive_booking
from booking.commands.cancel_booking import CancelBooking, cancel_booking
from booking.commands.declare_late import DeclareLate, declare_late
from booking.commands.finish_booking import FinishBooking, finish_booking
from booking.commands.keep_booking import KeepBooking, keep_booking
from booking.commands.mark_no_show import MarkNoShow, mark_no_show
from booking.commands.release_booking import ReleaseBooking, release_booking
from booking.commands.reopen_booking import ReopenBooking, reopen_booking
from booking.commands.revert_arrival import RevertArrival, revert_arrival
from booking.commands.start_service import StartService, start_service
from booking.domain.booking import Booking, DeclaredBy
from booking.domain.ids import BookingId, TenantId
from booking.queries.see_booking import see_booking

router = APIRouter(prefix="/v1/bookings/{booking_id}", tags=["bookings"], route_class=TransactionalRoute)
Writer = Annotated[Principal, requires("bookings:write")]


def _responses(*codes: str) -> Responses:
    return refusals("not_found", "wrong_state", *codes)


async def _done(
    principal: Principal, booking_id: str, work: Work, act: Callable[[TenantId, BookingId], Awaitable[Booking]]
) -> Response:
    await require_booking(principal, booking_id, work)
    booking = await act(tenant_of(principal), BookingId(booking_id))
    return answer(booking_view(await see_booking(work, booking), now=work.now), version=booking.version)


@router.post(
    "/late",
    summary="Say that the guest will be late",
    description=declare_late.__doc__,
    response_model=BookingView,
    responses=_responses("already_arrived", "not_late", "eta_in_the_past"),
)
async def late(booking_id: str, body: LateBody, principal: Writer, work: CurrentWork) -> Response:
    eta_in = None if body.eta_minutes is None else timedelta(minutes=body.eta_minutes)

    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        by = DeclaredBy(body.by)
        return await declare_late(
            DeclareLate(tenant=tenant, booking_id=booking, by=by, eta=body.eta, eta_in=eta_in), work
        )

    return await _done(principal, booking_id, work, act)


@router.post(
    "/arrive",
    summary="Note the arrival",
    description=arrive_booking.__doc__,
    response_model=BookingView,
    responses=_responses("party_does_not_fit"),
)
async def arrive(booking_id: str, principal: Writer, work: CurrentWork, body: ArriveBody | None = None) -> Response:
    arrived = body.arrived if body else None

    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await arrive_booking(ArriveBooking(tenant=tenant, booking_id=booking, arrived=arrived), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/revert-arrival",
    summary="Take back an arrival",
    description=revert_arrival.__doc__,
    response_model=BookingView,
    responses=_responses(),
)
async def revert(booking_id: str, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await revert_arrival(RevertArrival(tenant=tenant, booking_id=booking), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/start",
    summary="Start the service",
    description=start_service.__doc__,
    response_model=BookingView,
    responses=_responses(),
)
async def start(booking_id: str, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await start_service(StartService(tenant=tenant, booking_id=booking), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/finish",
    summary="The guest leaves",
    description=finish_booking.__doc__,
    response_model=BookingView,
    responses=_responses(),
)
async def finish(booking_id: str, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await finish_booking(FinishBooking(tenant=tenant, booking_id=booking), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/cancel",
    summary="Cancel",
    description=cancel_booking.__doc__,
    response_model=BookingView,
    responses=_responses(),
)
async def cancel(booking_id: str, body: CancelBody, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        command = CancelBooking(tenant=tenant, booking_id=booking, by=body.by, reason=body.reason)
        return await cancel_booking(command, work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/release",
    summary="Release by hand",
    description=release_booking.__doc__,
    response_model=BookingView,
    responses=_responses("promised_until"),
)
async def release(booking_id: str, body: ReasonBody, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await release_booking(ReleaseBooking(tenant=tenant, booking_id=booking, reason=body.reason), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/keep",
    summary="Keep the place by hand",
    description=keep_booking.__doc__,
    response_model=BookingView,
    responses=_responses("promised_until", "period_invalid"),
)
async def keep(booking_id: str, body: KeepBody, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        command = KeepBooking(tenant=tenant, booking_id=booking, until=body.until, reason=body.reason)
        return await keep_booking(command, work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/reopen",
    summary="Take a released booking back",
    description=reopen_booking.__doc__,
    response_model=BookingView,
    responses=_responses("place_offered", "no_place", "booking_over"),
)
async def reopen(booking_id: str, principal: Writer, work: CurrentWork, body: ReopenBody | None = None) -> Response:
    by = body.by if body else "host"

    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await reopen_booking(ReopenBooking(tenant=tenant, booking_id=booking, by=by), work)

    return await _done(principal, booking_id, work, act)


@router.post(
    "/no-show",
    summary="The guest never came",
    description=mark_no_show.__doc__,
    response_model=BookingView,
    responses=_responses("too_early", "promised_until"),
)
async def no_show(booking_id: str, body: ReasonBody, principal: Writer, work: CurrentWork) -> Response:
    async def act(tenant: TenantId, booking: BookingId) -> Booking:
        return await mark_no_show(MarkNoShow(tenant=tenant, booking_id=booking, reason=body.reason), work)

    return await _done(principal, booking_id, work, act)
