"""Rules about what guests were told by mail."""

from collections import Counter
from collections.abc import Sequence

from stories.mails import Mail
from stories.rules.of_events import once
from stories.topics import CONTACTS, Told


def nobody_is_mailed_twice(events: Sequence[Told], mails: Sequence[Mail]) -> list[str]:
    """One message at most for each event, kind and guest, and one mail for each message.

    A worker that dies between the mail server's 250 and its own commit sends the same Message-ID once more: as many
    copies as there were attempts are allowed, and no more.
    """
    messages = [told.data for told in once(events) if told.type == "message.sent.v1"]
    sent = Counter((message["event_id"], message["kind"], message["guest_id"]) for message in messages)
    twice = [f"{guest} was told {kind} twice for {event}" for (event, kind, guest), count in sent.items() if count > 1]
    attempts = {
        told.data["message_id"]: told.data["attempts"] for told in once(events) if told.type == "message.sent.v1"
    }
    copies = Counter(mail.message_id for mail in mails)
    for mail in {mail.message_id: mail for mail in mails if copies[mail.message_id] > 1}.values():
        if copies[mail.message_id] > attempts.get(mail.names(attempts) or "", 1):
            twice.append(f"the mailbox holds {copies[mail.message_id]} mails with Message-ID {mail.message_id}")
    return twice


def every_mail_belongs_to_an_event(events: Sequence[Told], mails: Sequence[Mail]) -> list[str]:
    """Each mail is a message that notify told of, and that message names an event that is on a topic."""
    known = {told.id for told in events}
    sent = {told.data["message_id"]: told for told in once(events) if told.type == "message.sent.v1"}
    differing = [
        f"message {message} names the event {told.data['event_id']}, which is on no topic"
        for message, told in sent.items()
        if told.data["event_id"] not in known
    ]
    arrived = set()
    for mail in mails:
        message = mail.names(sent)
        if message is None:
            differing.append(f"mail {mail.id} ({mail.subject}) belongs to no message.sent event")
        else:
            arrived.add(message)
    return differing + [
        f"message {message} is told as sent, and no mail is there" for message in sent if message not in arrived
    ]


def no_mail_came_after_its_moment(rows: Sequence[dict[str, object]]) -> list[str]:
    """`rows` are notify's sent messages that ended after their `not_after`."""
    return [
        f"message {row['id']} ({row['kind']}) was sent at {row['ended_at']}, after {row['not_after']}" for row in rows
    ]


def no_contact_is_on_the_topics(events: Sequence[Told], mails: Sequence[Mail]) -> list[str]:
    """Addresses travel on guest.contacts only."""
    addresses = {mail.to for mail in mails if mail.to}
    return [
        f"{told.type} {told.id} carries an address"
        for told in events
        if told.topic != CONTACTS and any(address in str(told.data) for address in addresses)
    ]
