from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.remember_terms import remember_terms
from notify.heard import TermsSet


async def when_terms_are_set_add_them_to_the_confirmation(heard: Heard[TermsSet], work: Work) -> None:
    await remember_terms(
        heard.data.booking.facts(),
        work,
        tenant=heard.tenant,
        event_id=heard.id,
        terms_version=heard.data.terms_version,
        terms=heard.data.terms,
    )
