"""The HTTP application of booking, and its process."""

from importlib.metadata import version

from fastapi import FastAPI
from web.app import create_app
from web.metrics import SqlGauge
from web.server import serve
from web.settings import read_settings
from web.signed_links import KeyRing

from booking.api import availability, booking_actions, bookings, guests, resources, venues, waitlist
from booking.api.problems import PROBLEMS
from booking.pages.router import guest_pages
from booking.settings import BookingSettings
from booking.wiring import MIGRATIONS, NAME, Booking, build

ROUTERS = (
    venues.router,
    resources.router,
    availability.router,
    bookings.router,
    booking_actions.router,
    waitlist.router,
    guests.router,
)

_BOOKINGS_BY_STATE = SqlGauge(
    name="holdfast_bookings",
    documentation="Bookings whose time has not ended, by state.",
    sql="SELECT state, count(*) FROM booking WHERE ends_at > clock_now() GROUP BY state",
    labels=("state",),
)
_WAITING = SqlGauge(
    name="holdfast_waitlist_entries",
    documentation="Parties that wait or have an offer, by state.",
    sql="SELECT state, count(*) FROM waitlist_entry WHERE state IN ('waiting', 'offered') GROUP BY state",
    labels=("state",),
)


def application(settings: BookingSettings, booking: Booking | None = None) -> FastAPI:
    """The app with its loops; they start with its lifespan."""
    booking = booking or build(settings)
    return create_app(
        name=NAME,
        title="Holdfast booking",
        description="Venues and what can be booked there, bookings and their life, and the waitlist.",
        version=version("holdfast-booking"),
        settings=settings,
        database=booking.database,
        delivery=booking.delivery,
        migrations=MIGRATIONS,
        routers=(*ROUTERS, guest_pages(KeyRing(settings.guest_link_keys), settings.public_url)),
        problems=PROBLEMS,
        sql_gauges=(_BOOKINGS_BY_STATE, _WAITING),
    )


def main() -> None:
    settings = read_settings(BookingSettings)
    serve(application(settings), settings)
