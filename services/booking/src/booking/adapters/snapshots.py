"""The public face of a booking, an entry and a venue, as events carry it."""

from collections.abc import Iterable

from booking import events
from booking.domain.booking import Booking
from booking.domain.places import Resource
from booking.domain.venue import Venue
from booking.domain.waitlist import Entry, Offer


def resource_refs(resources: Iterable[Resource]) -> list[events.ResourceRef]:
    return [events.ResourceRef(id=one.id, name=one.name, kind=one.kind) for one in resources]


def booking_snapshot(booking: Booking, venue: Venue, resources: Iterable[Resource]) -> events.BookingSnapshot:
    late = booking.late
    return events.BookingSnapshot(
        id=booking.id,
        code=booking.code,
        version=booking.version,
        state=booking.state.value,
        venue_id=venue.id,
        venue_name=venue.name,
        trade=venue.trade.value,
        time_zone=venue.time_zone,
        language=booking.language,
        guest_id=booking.guest_id,
        party=booking.party,
        arrived_party=booking.arrived_party,
        starts_at=booking.period.starts_at,
        ends_at=booking.period.ends_at,
        check_in=booking.check_in,
        check_out=booking.check_out,
        expected_by=booking.expected_by,
        guarantee=booking.guarantee.value,
        terms_version=booking.terms_version,
        confirmed_at=booking.confirmed_at,
        late=None if late is None else events.Late(
            declared_by=late.declared_by.value,
            declared_at=late.declared_at,
            eta=late.eta,
            eta_changes=late.eta_changes,
        ),
        resources=resource_refs(resources),
    )  # fmt: skip


def entry_snapshot(entry: Entry, venue: Venue) -> events.EntrySnapshot:
    return events.EntrySnapshot(
        id=entry.id,
        state=entry.state.value,
        venue_id=venue.id,
        venue_name=venue.name,
        trade=venue.trade.value,
        time_zone=venue.time_zone,
        language=entry.language,
        guest_id=entry.guest_id,
        party=entry.party,
        earliest=entry.earliest,
        latest=entry.latest,
        duration_minutes=int(entry.duration.total_seconds() // 60),
    )


def offer_part(offer: Offer, resources: Iterable[Resource]) -> events.Offer:
    return events.Offer(
        id=offer.id,
        starts_at=offer.period.starts_at,
        ends_at=offer.period.ends_at,
        expires_at=offer.expires_at,
        resources=resource_refs(resources),
    )


def venue_set(venue: Venue) -> events.VenueSet:
    settings = venue.settings
    return events.VenueSet(
        venue_id=venue.id,
        version=venue.version,
        name=venue.name,
        trade=venue.trade.value,
        time_zone=venue.time_zone,
        currency=venue.currency,
        languages=list(venue.languages),
        settings=events.VenueSettings(
            late_after_minutes=settings.late_after_minutes,
            hold_hour=settings.hold_hour,
            check_in=settings.check_in,
            check_out=settings.check_out,
            offer_minutes=settings.offer_minutes,
            default_duration_minutes=settings.default_duration_minutes,
            stale_after_minutes=settings.stale_after_minutes,
        ),
    )
