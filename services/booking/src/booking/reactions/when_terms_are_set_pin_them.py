"""Policy says under which rules a booking stands."""

from messaging.heard import Heard

from booking.adapters.work import Work
from booking.commands.pin_terms import PinTerms, pin_terms
from booking.domain.booking import Terms
from booking.domain.ids import BookingId, TenantId
from booking.heard import TermsSet


async def when_terms_are_set_pin_them(heard: Heard[TermsSet], work: Work) -> None:
    terms = Terms(version=heard.data.terms_version, texts=heard.data.terms)
    await pin_terms(
        PinTerms(tenant=TenantId(heard.tenant), booking_id=BookingId(heard.data.booking_id), terms=terms), work
    )
