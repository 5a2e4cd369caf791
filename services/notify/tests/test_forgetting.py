"""What is kept of a guest, how it is forgotten, and what cannot be read or written."""

import base64
from datetime import timedelta

import pytest
from local_stack.mailbox import Mailbox

from .events_heard import EMAIL, GUEST, a_booking, contact, held
from .sending import try_again_now, write_a_promise
from .world import World


async def test_an_erased_guest_is_forgotten_and_a_replay_does_not_bring_the_contact_back(
    world: World, mailbox: Mailbox
) -> None:
    await write_a_promise(world)
    await world.send_all()
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_2"), now + timedelta(minutes=15)))
    await world.hear("guest.contact_erased.v1", {"guest_id": GUEST})
    world.start_numbering_again()
    await world.hear("guest.contact_set.v1", contact())
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_3"), now + timedelta(minutes=15)))
    await world.send_all()
    assert await world.messages() == [
        ("held", "sent", None),
        ("held", "dropped", "erased"),
        ("held", "dropped", "erased"),
    ]
    assert len(mailbox.messages(EMAIL)) == 1
    kept = await world.rows("SELECT sealed FROM guest_contact UNION SELECT rendered FROM message")
    assert [row["sealed"] for row in kept] == [None]


async def test_nothing_personal_lies_open_in_the_database_or_leaves_it(world: World) -> None:
    await write_a_promise(world)
    await world.send_all()
    tables = ("guest_contact", "message", "delivery_attempt", "outbox", "booking_seen")
    for table in tables:
        rows = await world.rows(f"SELECT to_jsonb(t)::text AS row FROM {table} t")
        written = " ".join(row["row"] for row in rows)
        for secret in (EMAIL, EMAIL.encode().hex(), "Anna", "/g/"):
            assert secret not in written


@pytest.mark.parametrize("broken", ["facts - 'booking'", "jsonb_set(facts, '{booking,time_zone}', '\"Mars/Olympus\"')"])
async def test_a_message_that_cannot_be_written_fails_alone(world: World, mailbox: Mailbox, broken: str) -> None:
    await write_a_promise(world)
    await world.execute(f"UPDATE message SET facts = {broken}")
    now = await world.now()
    await world.hear("policy.hold_decided.v1", held(a_booking(now=now, id="bkg_2"), now + timedelta(minutes=15)))
    await world.send_all()
    assert [status for _, status, _ in await world.messages()] == ["permanent_failure", "sent"]
    assert len(mailbox.messages(EMAIL)) == 1


async def test_a_missing_key_puts_a_message_off_and_a_ring_with_it_sends_it(world: World, mailbox: Mailbox) -> None:
    await write_a_promise(world)
    other_key = "k2:" + base64.urlsafe_b64encode(bytes(32)).decode()
    without = World(world.settings.model_copy(update={"contact_keys": other_key}))
    await without.send_all()
    assert (await world.messages())[0][1] == "temporary_failure"
    rotated = World(world.settings.model_copy(update={"contact_keys": f"{other_key},{world.settings.contact_keys}"}))
    await try_again_now(rotated)
    assert await world.messages() == [("held", "sent", None)]
    await without.close()
    await rotated.close()
