from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from notify.adapters.letters.envelope import as_mail
from notify.adapters.letters.languages import language_of
from notify.adapters.letters.sandbox import TemplateRefused
from notify.adapters.postgres.due_messages import take_next
from notify.adapters.rendering import render, seal_copy
from notify.adapters.work import Work
from notify.commands.tell_outcome import tell_outcome
from notify.domain.contact import ContactState
from notify.domain.draft import in_language
from notify.domain.message import Message
from notify.domain.next_step import Drop, Known, Send, Wait, next_step
from notify.domain.safe_text import writable_address


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMessage:
    """A message with everything that is needed to hand it over, without the database."""

    message: Message
    sender: str
    recipient: str
    mail: bytes


async def take_message(work: Work, *, lease: timedelta) -> TakenMessage | Message | None:
    """Take the next message that is due, and settle by the clock of now what becomes of it.

    - Two workers never take the same one; a worker that dies loses it when its lease ends (real time).
    - What is past its moment, overtaken, erased or without an address is dropped and returned as it ended.
    - None if nothing is due.
    """
    message = await take_next(work.transaction.session, work.now)
    if message is None:
        return None
    contact = await work.contacts.find(message.tenant, message.guest_id)
    terms = await _terms(message, work)
    step = next_step(message, _known(contact, terms), work.now)
    match step:
        case Drop(reason, detail):
            return await _end(message.dropped(reason, work.now, detail), work)
        case Wait():
            return None
        case Send():
            return await _prepare(message, contact, terms, work, lease=lease)


async def _prepare(
    message: Message, state: ContactState, terms: str, work: Work, *, lease: timedelta
) -> TakenMessage | Message:
    recipient = writable_address(None if state.contact is None else state.contact.email)
    if state.contact is None or recipient is None:
        raise ValueError("only a message with an address is prepared")
    taken = message.taken(with_terms=bool(terms))
    language = language_of(message.language)
    template = await work.templates.pinned(message.tenant, message.template, message.kind, language)
    try:
        letter = render(
            taken,
            template,
            guest_name=state.contact.name,
            recipient=recipient,
            terms=terms,
            desk=work.desk,
            now=work.now,
        )
    except TemplateRefused as error:
        # it was tried on examples when it was published, so this is ours to see and to mend
        return await _end(taken.refused(f"the template cannot be filled in: {error}", work.now), work)
    await work.messages.save(taken, lease=lease, rendered=seal_copy(letter, taken, work.desk.sealer))
    mail = as_mail(
        letter,
        taken,
        mail_from=work.desk.mail_from,
        to=recipient,
        guest_name=state.contact.name,
        venue_name=taken.facts.about.venue_name,
    )
    return TakenMessage(message=taken, sender=parseaddr(work.desk.mail_from)[1], recipient=recipient, mail=mail)


async def _end(message: Message, work: Work) -> Message:
    await work.messages.save(message)
    tell_outcome(message, work)
    return message


async def _terms(message: Message, work: Work) -> str:
    if message.booking_id is None:
        return ""
    return in_language(await work.bookings.terms(message.tenant, message.booking_id), message.language)


def _known(state: ContactState, terms: str) -> Known:
    email = None if state.contact is None else writable_address(state.contact.email)
    return Known(
        contact_heard=state.contact is not None or state.erased, erased=state.erased, email=email, terms=bool(terms)
    )
