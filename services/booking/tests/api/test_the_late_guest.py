"""Late, held, released, reopened: what the house does about a guest who does not come."""

from datetime import datetime, timedelta

import pytest
from the_lime import NOON, House, at


async def test_the_clock_declares_a_guest_late_after_the_venues_patience_and_says_who_decides(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(64.9)
    assert (await house.see(booking))["late"] is None
    await house.go_to(65)
    seen = await house.see(booking)
    assert (seen["late"]["minutes"], seen["late"]["declared_by"], seen["late"]["eta"]) == (5, "clock", None)
    assert (seen["hold"], seen["decided_by"]) == (None, "nobody_yet")
    (told,) = await house.told("booking.late_declared.v1")
    assert told["booking"]["late"]["declared_by"] == "clock"


async def test_an_announcement_before_the_start_keeps_the_clock_from_declaring_again(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    late = await house.do(booking, "late", by="guest", eta=at(80).isoformat())
    assert (late["late"]["minutes"], late["late"]["declared_by"]) == (0, "guest")
    await house.go_to(70)
    assert len(await house.told("booking.late_declared.v1")) == 1


async def test_an_eta_told_anew_is_counted_and_the_same_one_changes_nothing(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    assert (await house.do(booking, "late", by="guest", eta=at(70).isoformat()))["late"]["eta_changes"] == 0
    assert (await house.do(booking, "late", by="guest", eta=at(70).isoformat()))["late"]["eta_changes"] == 0
    again = await house.do(booking, "late", by="guest", eta_minutes=12)
    assert again["late"]["eta_changes"] == 1
    assert again["late"]["declared_by"] == "clock"
    assert len(await house.told("booking.late_declared.v1")) == 3


@pytest.mark.parametrize(
    ("eta", "refusal"), [(50, (422, "not_late")), (-10, (422, "eta_in_the_past"))], ids=["in time", "in the past"]
)
async def test_an_eta_that_is_no_lateness_is_refused(house: House, eta: float, refusal: tuple[int, str]) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    assert await house.cannot(booking, "late", by="guest", eta=at(eta).isoformat()) == refusal


async def test_a_guest_who_is_here_is_not_late(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book()
    await house.do(booking, "arrive")
    assert await house.cannot(booking, "late", by="host") == (409, "already_arrived")


async def test_the_first_of_a_party_keeps_the_table_and_the_others_raise_the_number(house: House) -> None:
    await house.open_restaurant(4)
    booking = await house.book(party=4)
    first = await house.do(booking, "arrive", arrived=1)
    assert (first["state"], first["arrived_party"]) == ("arrived", 1)
    assert (await house.do(booking, "arrive", arrived=4))["arrived_party"] == 4
    assert len(await house.told("booking.arrived.v1")) == 1
    assert await house.cannot(booking, "arrive", arrived=5) == (422, "party_does_not_fit")


async def test_a_hold_is_shown_and_never_gets_earlier(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_hold(booking, until=at(75))
    seen = await house.see(booking)
    assert (seen["hold"]["decision_id"], seen["hold"]["text"], seen["decided_by"]) == (
        "dec_hold", "kept for you", "policy",
    )  # fmt: skip
    await house.hear_hold(booking, until=at(70), decision_id="dec_2", decided_at=NOON + timedelta(minutes=1))
    assert datetime.fromisoformat((await house.see(booking))["hold"]["until"]) == at(75)


async def test_a_release_frees_the_place_and_says_what_else_is_free(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_hold(booking, until=at(75))
    await house.go_to(75.2)
    await house.hear_release(await house.see(booking), until=at(75))
    seen = await house.see(booking)
    assert (seen["state"], seen["allocations"], seen["hold"]) == ("released", [], None)
    assert seen["release"]["text"] == "kept until then"
    (told,) = await house.told("booking.released.v1")
    assert told["by"] == "policy"
    assert told["free_starts"]
    assert (await house.book(start=76, guest={"name": "Carla"}))["state"] == "confirmed"


async def test_a_release_is_never_carried_out_before_the_promised_instant_by_our_own_clock(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_hold(booking, until=at(75))
    await house.hear_release(await house.see(booking), until=at(75))
    await house.go_to(74.9)
    assert await house.state(booking) == "confirmed"
    await house.go_to(75)
    assert await house.state(booking) == "released"
    assert len(await house.told("booking.released.v1")) == 1


async def test_a_release_that_waits_for_its_instant_loses_against_an_arrival(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_release(await house.see(booking), until=at(75))
    await house.do(booking, "arrive")
    await house.go_to(76)
    assert await house.state(booking) == "arrived"
    (refused,) = await house.told("booking.release_refused.v1")
    assert refused["reason"] == "arrived"


async def test_releasing_twice_changes_nothing(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(76)
    seen = await house.see(booking)
    await house.hear_release(seen, until=at(75))
    await house.hear_release(seen, until=at(75))
    assert len(await house.told("booking.released.v1")) == 1
    assert not await house.told("booking.release_refused.v1")


async def test_a_release_before_its_hold_is_heard_is_safe(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(76)
    await house.hear_release(await house.see(booking), until=at(75))
    await house.hear_hold(booking, until=at(75))
    seen = await house.see(booking)
    assert (seen["state"], seen["hold"]) == ("released", None)


async def test_what_changes_meanwhile_makes_a_decision_refused_and_what_does_not_does_not(house: House) -> None:
    await house.open_restaurant(4)
    booking = await house.book(start=60)
    await house.go_to(65)
    decided_on = await house.see(booking)
    await house.hear_hold(booking, until=at(75))
    await house.change(booking, notes="by the window")
    await house.do(booking, "late", by="guest", eta=at(74).isoformat())
    await house.go_to(76)
    await house.hear_release(decided_on, until=at(75))
    assert await house.state(booking) == "confirmed", "the guest has told an ETA that the decision does not know"
    await house.hear_release(await house.see(booking), until=at(75), decision_id="dec_again")
    assert await house.state(booking) == "released"
    assert [one["reason"] for one in await house.told("booking.release_refused.v1")] == ["stale"]


async def test_a_decision_survives_notes_and_shown_holds(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    decided_on = await house.see(booking)
    await house.hear_hold(booking, until=at(75))
    await house.change(booking, notes="by the window")
    await house.go_to(76)
    await house.hear_release(decided_on, until=at(75))
    assert await house.state(booking) == "released"


async def test_a_changed_time_ends_lateness_and_hold_and_refuses_the_old_decision(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    old = await house.see(booking)
    await house.hear_hold(booking, until=at(75))
    changed = await house.change(booking, starts_at=at(120).isoformat())
    assert (changed["late"], changed["hold"], changed["decided_by"]) == (None, None, None)
    await house.go_to(76)
    await house.hear_release(old, until=at(75))
    await house.hear_hold(old, until=at(75), decided_at=at(76))
    assert await house.state(booking) == "confirmed"
    assert (await house.see(booking))["hold"] is None
    assert [one["reason"] for one in await house.told("booking.release_refused.v1")] == ["changed"]
    await house.go_to(125)
    assert (await house.see(booking))["late"]["declared_by"] == "clock"


@pytest.mark.parametrize("ended", ["cancel", "no-show"])
async def test_a_decision_about_a_booking_that_has_ended_is_refused(house: House, ended: str) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    seen = await house.see(booking)
    body = {"by": "guest"} if ended == "cancel" else {"reason": "called from home"}
    await house.do(booking, ended, **body)
    await house.go_to(76)
    await house.hear_release(seen, until=at(75))
    assert [one["reason"] for one in await house.told("booking.release_refused.v1")] == ["ended"]


async def test_by_hand_a_place_is_not_released_before_what_the_guest_was_promised(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_hold(booking, until=at(75))
    assert await house.cannot(booking, "release", reason="full house") == (409, "promised_until")
    assert await house.cannot(booking, "no-show", reason="full house") == (409, "promised_until")
    await house.go_to(75)
    assert (await house.do(booking, "release", reason="full house"))["release"]["by"] == "host"
    (told,) = await house.told("booking.released.v1")
    assert told["explanation"] == {"en": "full house"}


async def test_while_policy_is_away_staff_can_keep_release_and_seat_by_hand(house: House) -> None:
    await house.open_restaurant(2, 2, 2)
    kept, released, seated = [await house.book(start=60) for _ in range(3)]
    await house.go_to(70)
    keep = await house.do(kept, "keep", until=at(90).isoformat(), reason="the train is late")
    assert (keep["decided_by"], keep["hold"]["text"]) == ("staff", "the train is late")
    assert (await house.do(released, "release", reason="nobody came"))["state"] == "released"
    assert (await house.do(seated, "arrive"))["state"] == "arrived"
    await house.hear_release(kept | {"version": 2}, until=at(75), decided_at=at(69))
    assert await house.state(kept) == "confirmed"


async def test_a_guest_who_comes_after_the_release_takes_the_booking_back_and_is_not_late_again(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(76)
    await house.hear_release(await house.see(booking), until=at(75))
    back = await house.do(booking, "reopen")
    assert (back["state"], back["reopened_at"] is not None) == ("arrived", True)
    await house.do(booking, "revert-arrival")
    await house.go_to(140)
    assert len(await house.told("booking.late_declared.v1")) == 1
    await house.go_to(151)
    assert await house.state(booking) == "no_show"


async def test_reopening_takes_another_place_when_the_same_is_gone_and_none_when_all_are(house: House) -> None:
    first, second = await house.open_restaurant(2, 2)
    booking = await house.book(start=60, resource_ids=[first])
    await house.go_to(76)
    await house.do(booking, "release", reason="nobody came")
    await house.book(start=76, walk_in=True, resource_ids=[first])
    back = await house.do(booking, "reopen", by="guest")
    assert [one["resource_id"] for one in back["allocations"]] == [second]
    other = await house.book(start=200, minutes=60, resource_ids=[first])
    await house.go_to(206)
    await house.do(other, "release", reason="nobody came")
    await house.book(start=206, minutes=30, walk_in=True, resource_ids=[first])
    await house.book(start=206, minutes=30, walk_in=True, resource_ids=[second])
    assert await house.cannot(other, "reopen") == (409, "no_place")


async def test_an_arrival_that_was_a_mistake_is_taken_back_and_the_clock_asks_again(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(62)
    await house.do(booking, "arrive")
    await house.go_to(80)
    back = await house.do(booking, "revert-arrival")
    assert (back["state"], back["arrived_party"]) == ("confirmed", None)
    await house.fire_due_timers()
    assert (await house.see(booking))["late"]["minutes"] == 20


async def test_whoever_never_came_gets_the_verdict_at_the_end_and_who_came_does_not(house: House) -> None:
    await house.open_restaurant(2, 2, 2)
    silent, released, came = [await house.book(start=60) for _ in range(3)]
    await house.do(came, "arrive")
    await house.go_to(70)
    await house.do(released, "release", reason="nobody came")
    await house.go_to(149.9)
    assert [await house.state(one) for one in (silent, released)] == ["confirmed", "released"]
    await house.go_to(150)
    assert [await house.state(one) for one in (silent, released, came)] == ["no_show", "no_show", "arrived"]
    assert [one["by"] for one in await house.told("booking.no_show_marked.v1")] == ["clock", "clock"]


async def test_a_question_to_staff_is_shown_until_it_is_answered(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    asked = {"booking_id": booking["id"], "decision_id": "dec_q"}
    await house.hear(
        "policy.staff_asked.v1", **asked, reason="no_rule", detail="no rule covers it", asked_at=at(65),
        keep_until=at(150),
    )  # fmt: skip
    assert (await house.see(booking))["question"]["detail"] == "no rule covers it"
    await house.hear(
        "policy.staff_answered.v1", **asked, booking={"starts_at": booking["starts_at"], "party": 2}, action="keep",
        until=at(90), answered_at=at(66),
    )  # fmt: skip
    seen = await house.see(booking)
    assert seen["question"] is None
    assert datetime.fromisoformat(seen["hold"]["until"]) == at(90)


async def test_a_hold_that_ended_is_shown_no_more(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(start=60)
    await house.go_to(65)
    await house.hear_hold(booking, until=at(75))
    await house.hear("policy.hold_ended.v1", booking_id=booking["id"], decision_id="another")
    assert (await house.see(booking))["hold"] is not None
    await house.hear("policy.hold_ended.v1", booking_id=booking["id"], decision_id="dec_hold")
    assert (await house.see(booking))["hold"] is None
