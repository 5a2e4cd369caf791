from notify.adapters.work import Work
from notify.commands.tell_outcome import tell_outcome
from notify.domain.draft import Draft
from notify.domain.kinds import Status
from notify.domain.language import language_of
from notify.domain.message import Message


async def write_message(draft: Draft, work: Work, *, tenant: str) -> None:
    """Write a message that the sender will pick up.

    - A change is told once to a guest, however often it is heard.
    - Language and wording are settled now, and stay.
    - What is not to be sent is written all the same, with the reason, so that it can be asked for.
    """
    about = draft.facts.about
    language = language_of(about.language)
    published = await work.templates.current(tenant, draft.kind, language)
    message = Message(
        id=work.new_message_id(),
        tenant=tenant,
        kind=draft.kind,
        status=Status.CREATED,
        guest_id=about.guest_id,
        venue_id=about.venue_id,
        booking_id=None if draft.facts.booking is None else draft.facts.booking.id,
        entry_id=None if draft.facts.entry is None else draft.facts.entry.id,
        language=language,
        event_id=draft.event_id,
        copy=0,
        template=published.template.version,
        facts=draft.facts,
        created_at=work.now,
        not_after=draft.not_after,
        waits_for_terms_until=draft.waits_for_terms_until,
    )
    if draft.drop is not None:
        reason, detail = draft.drop
        message = message.dropped(reason, work.now, detail)
    if not await work.messages.add(message):
        return
    tell_outcome(message, work)
    work.wake_sender()
