from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from notify.adapters.letters.envelope import as_mail
from notify.adapters.letters.letter import Letter
from notify.adapters.letters.sandbox import TemplateRefused
from notify.adapters.postgres.due_messages import take_next
from notify.adapters.rendering import render, seal_copy
from notify.adapters.sealing import SealBroken
from notify.adapters.work import Work
from notify.commands.tell_outcome import tell_outcome
from notify.domain.contact import Contact, ContactState
from notify.domain.draft import in_language
from notify.domain.kinds import DropReason
from notify.domain.language import language_of
from notify.domain.message import Message
from notify.domain.moment import passed
from notify.domain.next_step import Drop, Known, Send, Wait, next_step
from notify.domain.safe_text import one_line, writable_address

_KEYS_ARE_LOOKED_FOR_AGAIN = timedelta(minutes=1)


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
    - What cannot be written fails alone: it never stops the messages behind it.
    - None if nothing is due.
    """
    due = await take_next(work.transaction.session, work.now)
    if due is None:
        return None
    message = due.message
    try:
        contact = work.contacts.read(
            message.tenant, message.guest_id, heard=due.contact_heard, sealed=due.sealed_contact
        )
    except SealBroken as error:
        return await _put_off(message, f"the contact cannot be opened: {error}", work)
    terms = in_language(due.terms, message.language)
    step = next_step(message, _known(contact, terms), work.now)
    match step:
        case Drop(reason, detail):
            return await _end(message.dropped(reason, work.now, detail), work)
        case Wait():
            return None
        case Send():
            return await _prepare(message, contact.contact, terms, work, lease=lease)


async def _prepare(
    message: Message, contact: Contact | None, terms: str, work: Work, *, lease: timedelta
) -> TakenMessage | Message:
    recipient = writable_address(None if contact is None else contact.email)
    taken = message.taken(with_terms=bool(terms))
    try:
        if contact is None or recipient is None:
            raise ValueError("only a message with an address is sent")
        letter = await _letter(taken, contact, recipient, terms, work)
        mail = as_mail(
            letter,
            taken,
            mail_from=work.desk.mail_from,
            to=recipient,
            guest_name=contact.name,
            venue_name=taken.facts.about.venue_name,
        )
    except (TemplateRefused, ValueError, LookupError) as error:
        return await _end(taken.refused(f"it cannot be written: {one_line(str(error))}", work.now), work)
    await work.messages.save(taken, lease=lease, rendered=seal_copy(letter, taken, work.desk.sealer))
    return TakenMessage(message=taken, sender=parseaddr(work.desk.mail_from)[1], recipient=recipient, mail=mail)


async def _letter(message: Message, contact: Contact, recipient: str, terms: str, work: Work) -> Letter:
    template = await work.templates.pinned(
        message.tenant, message.template, message.kind, language_of(message.language)
    )
    return render(
        message,
        template,
        guest_name=contact.name,
        recipient=recipient,
        terms=terms,
        desk=work.desk,
        now=work.now,
    )


async def _put_off(message: Message, why: str, work: Work) -> Message:
    """A key that is missing from the ring may be put back: nothing is lost for it before its moment."""
    if passed(message.not_after, work.now):
        return await _end(message.dropped(DropReason.MOMENT_PASSED, work.now, why), work)
    later = message.taken(with_terms=False).turned_away_for_now(why, work.now)
    await work.messages.save(later, retry_in=_KEYS_ARE_LOOKED_FOR_AGAIN)
    tell_outcome(later, work)
    return later


async def _end(message: Message, work: Work) -> Message:
    await work.messages.save(message)
    tell_outcome(message, work)
    return message


def _known(state: ContactState, terms: str) -> Known:
    email = None if state.contact is None else writable_address(state.contact.email)
    return Known(
        contact_heard=state.contact is not None or state.erased, erased=state.erased, email=email, terms=bool(terms)
    )
