from datetime import timedelta

from local_stack.mailbox import Mailbox

from .events_heard import EMAIL, a_booking, an_entry, confirmed, contact, held, offer, released, terms
from .world import World


async def test_the_chain_is_told_in_real_mails(world: World, mailbox: Mailbox) -> None:
    now = await world.now()
    booking = a_booking(now=now, starts_in=timedelta(hours=1))
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("booking.confirmed.v1", confirmed(booking))
    await world.hear("policy.terms_set.v1", terms(booking))
    await world.send_all()
    await world.hear("policy.hold_decided.v1", held(booking, now + timedelta(hours=1, minutes=15)))
    await world.send_all()
    await world.advance(hours=1, minutes=16)
    now = await world.now()
    await world.hear("booking.released.v1", released(booking | {"state": "released", "version": 3}, now))
    await world.hear("waitlist.offered.v1", offer(an_entry(), now=now))
    await world.send_all()

    kinds = [mail.headers["X-Holdfast-Kind"] for mail in mailbox.messages(EMAIL)]
    assert kinds == ["confirmed", "held", "released", "offered"]
    assert [status for _, status, _ in await world.messages()] == ["sent"] * 4
    assert await world.told_the_world() == ["message.sent.v1"] * 4
    confirmation = mailbox.messages(EMAIL)[0]
    assert "kept for 15 minutes" in confirmation.text
    assert confirmation.attachments[0].content_type == "text/calendar"
