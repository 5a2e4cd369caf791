import smtplib
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from local_stack.mail_answers import Moment
from local_stack.mailbox import Mailbox


def _a_mail(to: str = "anna@example.org") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "booking@example.org", to, "Стол держим"
    mail["Message-ID"] = "<msg_1@holdfast>"
    mail.set_content("Держим стол до 19:20.\n")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="booking.ics")
    return mail


def _send(mailbox: Mailbox, mail: EmailMessage) -> None:
    host, port = mailbox.smtp_url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as client:
        client.send_message(mail)


async def test_an_accepted_mail_can_be_read(mailbox: Mailbox) -> None:
    _send(mailbox, _a_mail())
    (mail,) = await mailbox.wait_for("ANNA@example.org")
    assert (mail.subject, mail.text, mail.message_id) == (
        "Стол держим", "Держим стол до 19:20.\n", "msg_1@holdfast",
    )  # fmt: skip
    assert [(each.name, each.text) for each in mail.attachments] == [("booking.ics", "BEGIN:VCALENDAR")]


def test_the_same_mails_are_there_over_http(mailbox: Mailbox) -> None:
    _send(mailbox, _a_mail())
    _send(mailbox, _a_mail("boris@example.org"))
    found = httpx.get(f"{mailbox.url}/messages", params={"to": "boris@example.org"}).json()
    assert [(mail["id"], mail["to"]) for mail in found] == [(2, ["boris@example.org"])]
    assert "Держим стол" in httpx.get(mailbox.url).text


def test_a_temporary_refusal_lasts_as_long_as_it_was_programmed(mailbox: Mailbox) -> None:
    mailbox.answer("anna@example.org", 451, times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        _send(mailbox, _a_mail())
    assert refusal.value.recipients["anna@example.org"][0] == 451
    _send(mailbox, _a_mail())
    assert len(mailbox.messages()) == 1


def test_a_permanent_refusal_concerns_one_recipient_only(mailbox: Mailbox) -> None:
    httpx.post(f"{mailbox.url}/answers", json={"recipient": "anna@example.org", "code": 550}).raise_for_status()
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(mailbox, _a_mail())
    _send(mailbox, _a_mail("boris@example.org"))
    assert [mail.recipients for mail in mailbox.messages()] == [("boris@example.org",)]


def test_an_answer_can_get_lost_after_the_mail_was_accepted(mailbox: Mailbox) -> None:
    mailbox.answer("anna@example.org", 451, moment=Moment.AFTER_ACCEPTING, times=1)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(mailbox, _a_mail())
    assert len(mailbox.messages("anna@example.org")) == 1


def test_a_mailbox_that_was_killed_still_has_its_mails(mailbox: Mailbox, tmp_path: Path) -> None:
    _send(mailbox, _a_mail())
    reopened = Mailbox(tmp_path / "mailbox")
    assert [mail.message_id for mail in reopened.messages()] == ["msg_1@holdfast"]
    reopened.start()
    reopened.stop()


async def test_waiting_in_vain_says_what_was_there(mailbox: Mailbox) -> None:
    _send(mailbox, _a_mail())
    with pytest.raises(TimeoutError, match=r"anna@example\.org"):
        await mailbox.wait_for("boris@example.org", seconds=0.01)
