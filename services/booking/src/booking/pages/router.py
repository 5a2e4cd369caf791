"""The guest's page: what a signed link opens, and what its buttons do."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response
from web.auth import public
from web.problem_answers import problem_of
from web.signed_links import KeyRing
from web.transactional import CurrentTransaction

from booking.adapters.work import Work
from booking.commands.accept_offer import AcceptOffer, accept_offer
from booking.commands.cancel_booking import CancelBooking, cancel_booking
from booking.commands.declare_late import DeclareLate, declare_late
from booking.commands.decline_offer import DeclineOffer, decline_offer
from booking.commands.reopen_booking import ReopenBooking, reopen_booking
from booking.domain.booking import DeclaredBy
from booking.domain.errors import NotFound, NothingOffered, RuleBroken
from booking.pages.booking_view import booking_view, cancel_view
from booking.pages.eta import TimeUnreadable, read_instant, read_wall_time
from booking.pages.html import guest_html
from booking.pages.links import BookingLink, GuestLinks, OfferLink
from booking.pages.offer_view import offer_view
from booking.pages.page_route import PageRoute
from booking.pages.reading import made_offer
from booking.pages.refusals import refusal
from booking.pages.texts import language_of
from booking.pages.view import View
from booking.pages.wording import Wording

AnyLink = BookingLink | OfferLink
ETA_UNKNOWN = "unknown"


def guest_pages(ring: KeyRing, public_url: str) -> APIRouter:
    """`GET /g/{token}` and its POSTs. Whoever holds the link is the guest; a GET never changes anything."""
    pages = GuestPages(GuestLinks(ring), urlsplit(public_url).path.rstrip("/"))
    router = APIRouter(prefix="/g/{token}", route_class=PageRoute, dependencies=[public], include_in_schema=False)
    router.add_api_route("", pages.show, methods=["GET"])
    router.add_api_route("/cancel", pages.ask_before_cancelling, methods=["GET"])
    router.add_api_route("/late", pages.late, methods=["POST"])
    router.add_api_route("/cancel", pages.cancel, methods=["POST"])
    router.add_api_route("/reopen", pages.reopen, methods=["POST"])
    router.add_api_route("/accept", pages.accept, methods=["POST"])
    router.add_api_route("/decline", pages.decline, methods=["POST"])
    return router


class GuestPages:
    """Each method is one route. A POST that was done leads back to the page, so that reloading repeats nothing."""

    def __init__(self, links: GuestLinks, prefix: str) -> None:
        self._links = links
        self._prefix = prefix

    async def show(self, token: str, transaction: CurrentTransaction) -> Response:
        link = self._links.open(token, now=transaction.now)
        return self._answer(token, await self._view(link, Work(transaction)))

    async def ask_before_cancelling(self, token: str, transaction: CurrentTransaction) -> Response:
        link, work = self._links.booking(token, now=transaction.now), Work(transaction)
        booking = await work.bookings.get(link.tenant, link.booking_id)
        venue = await work.venues.get(link.tenant, booking.venue_id)
        say = Wording(language_of(booking.language), venue, now=work.now)
        return self._answer(token, cancel_view(booking, say, now=work.now))

    async def late(
        self,
        request: Request,
        token: str,
        transaction: CurrentTransaction,
        eta: Annotated[str | None, Form()] = None,
        at: Annotated[str | None, Form()] = None,
    ) -> Response:
        """`eta`: an instant, or `unknown`; `at`: a time on the venue's wall."""
        link, work = self._links.booking(token, now=transaction.now), Work(transaction)
        return await self._do(request, token, link, work, _declare_late(link, work, eta=eta, at=at))

    async def cancel(self, request: Request, token: str, transaction: CurrentTransaction) -> Response:
        link, work = self._links.booking(token, now=transaction.now), Work(transaction)
        command = CancelBooking(tenant=link.tenant, booking_id=link.booking_id, by="guest")
        return await self._do(request, token, link, work, cancel_booking(command, work))

    async def reopen(self, request: Request, token: str, transaction: CurrentTransaction) -> Response:
        link, work = self._links.booking(token, now=transaction.now), Work(transaction)
        command = ReopenBooking(tenant=link.tenant, booking_id=link.booking_id, by="guest")
        return await self._do(request, token, link, work, reopen_booking(command, work))

    async def accept(self, request: Request, token: str, transaction: CurrentTransaction) -> Response:
        """Leads to the page of the booking that came of it, also when the button was pressed twice."""
        link, work = self._links.offer(token, now=transaction.now), Work(transaction)
        made = await made_offer(link, work)
        if made.booking is not None:
            return self._back_to(self._links.write(made.booking))
        command = AcceptOffer(tenant=link.tenant, entry_id=link.entry_id, offer_id=link.offer_id)
        try:
            if made.state != "open":
                raise NothingOffered("This offer was answered or taken back.")
            _, booking = await accept_offer(command, work)
        except RuleBroken as error:
            return await self._refused(request, token, link, work, error)
        return self._back_to(self._links.write(booking))

    async def decline(self, request: Request, token: str, transaction: CurrentTransaction) -> Response:
        link, work = self._links.offer(token, now=transaction.now), Work(transaction)
        if (await made_offer(link, work)).state == "declined":
            return self._back_to(token)
        command = DeclineOffer(tenant=link.tenant, entry_id=link.entry_id, offer_id=link.offer_id)
        return await self._do(request, token, link, work, decline_offer(command, work))

    async def _do(self, request: Request, token: str, link: AnyLink, work: Work, doing: Awaitable[Any]) -> Response:
        try:
            await doing
        except (RuleBroken, TimeUnreadable) as error:
            return await self._refused(request, token, link, work, error)
        return self._back_to(token)

    async def _refused(
        self, request: Request, token: str, link: AnyLink, work: Work, error: RuleBroken | TimeUnreadable
    ) -> Response:
        """The page as it stands, with why; the status is the one that the API answers."""
        if isinstance(error, NotFound):
            raise error
        view, say = await self._view_and_words(link, work)
        problem = problem_of(error, request.app.state.problems)
        status = problem.status_code if problem is not None else 422
        return self._answer(token, replace(view, refused=refusal(error, say), status=status))

    async def _view(self, link: AnyLink, work: Work) -> View:
        return (await self._view_and_words(link, work))[0]

    async def _view_and_words(self, link: AnyLink, work: Work) -> tuple[View, Wording]:
        if isinstance(link, BookingLink):
            booking = await work.bookings.get(link.tenant, link.booking_id)
            venue = await work.venues.get(link.tenant, booking.venue_id)
            say = Wording(language_of(booking.language), venue, now=work.now)
            return booking_view(booking, say, now=work.now), say
        offer = await made_offer(link, work)
        venue = await work.venues.get(link.tenant, offer.entry.venue_id)
        say = Wording(language_of(offer.entry.language), venue, now=work.now)
        booking_link = self._path(self._links.write(offer.booking)) if offer.booking is not None else None
        return offer_view(offer, say, booking_link=booking_link, now=work.now), say

    def _path(self, token: str) -> str:
        return f"{self._prefix}/g/{token}"

    def _back_to(self, token: str) -> Response:
        return RedirectResponse(self._path(token), status_code=303, headers={"Cache-Control": "no-store"})

    def _answer(self, token: str, view: View) -> Response:
        return guest_html().answer(view, path=self._path(token))


async def _declare_late(link: BookingLink, work: Work, *, eta: str | None, at: str | None) -> None:
    """Raises TimeUnreadable, and what the command raises."""
    arrival = None
    if at is not None:
        booking = await work.bookings.get(link.tenant, link.booking_id)
        venue = await work.venues.get(link.tenant, booking.venue_id)
        arrival = read_wall_time(at, booking, venue)
    elif eta != ETA_UNKNOWN:
        arrival = read_instant(eta or "")
    await declare_late(
        DeclareLate(tenant=link.tenant, booking_id=link.booking_id, by=DeclaredBy.GUEST, eta=arrival), work
    )
