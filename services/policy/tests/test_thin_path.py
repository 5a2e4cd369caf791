"""The flow that the product is judged by, on a real PostgreSQL."""

from .said_by_booking import a_booking, a_venue, about, at, late
from .world import World


async def test_the_silent_guest_is_promised_a_time_and_then_released(world: World) -> None:
    booking = a_booking()
    await world.hear("venue.set.v1", a_venue())
    await world.hear("booking.confirmed.v1", about(booking))
    await world.advance_to(65)
    await world.hear("booking.late_declared.v1", late(booking))
    await world.advance_to(80)

    told = await world.told()
    assert [event_type for event_type, _ in told] == [
        "policy.rules_published",
        "policy.terms_set",
        "policy.hold_decided",
        "policy.release_decided",
    ]
    rules, terms, hold, release = (data for _, data in told)
    assert terms["terms_version"] == rules["rules_version"]
    assert hold["until"] == at(75).replace("+00:00", "Z")
    assert release["until"] == hold["until"]
    assert release["booking_version"] == 2
    assert hold["explanation"]["en"] == (
        "Your table is kept until 13:15, fifteen minutes as agreed. "
        "Tell us before 13:15 that you will be here before 13:25, and we keep it until 13:25."
    )
    assert release["explanation"]["en"] == (
        "Your table was kept until 13:15, fifteen minutes as agreed. You had not arrived and we had no word from you, "
        "so it went to the next guests. A message before 13:15 would have kept it until 13:25."
    )
