"""Who a guest is, what is told of contacts, and how bookings are found again."""

from the_lime import House, at


async def test_the_same_address_or_phone_is_the_same_guest(house: House) -> None:
    await house.open_restaurant(2, 2, 2, 2)
    first = await house.book(guest={"name": "Anna", "email": " Anna@Example.com ", "phone": "030 1234567"})
    by_email = await house.book(guest={"name": "Anna", "email": "anna@example.COM"})
    by_phone = await house.book(guest={"name": "Anna", "phone": "+49 30 1234567"})
    other = await house.book(guest={"name": "Anna"})
    assert first["guest_id"] == by_email["guest_id"] == by_phone["guest_id"] != other["guest_id"]
    assert first["guest"]["phone"] == "+49301234567"
    assert len(await house.told("guest.contact_set.v1")) == 2, "the second and third told nothing new"


async def test_the_callers_own_guest_id_is_honoured_and_what_is_told_anew_replaces_what_was_known(house: House) -> None:
    await house.open_restaurant(2, 2)
    await house.book(guest={"guest_id": "crm-7", "name": "Anna", "email": "a@example.com"})
    again = await house.book(guest={"guest_id": "crm-7", "name": "Anna", "email": "b@example.com"})
    assert (again["guest_id"], again["guest"]["email"]) == ("crm-7", "b@example.com")
    assert [one["email"] for one in await house.told("guest.contact_set.v1")] == ["a@example.com", "b@example.com"]


async def test_a_phone_that_cannot_be_one_is_refused(house: House) -> None:
    await house.open_restaurant(2)
    body = house.booking_body(guest={"name": "Anna", "phone": "12"})
    assert (await house.refused("POST", "/v1/bookings", body))[0] == 422
    body = house.booking_body(guest={"name": "Anna", "phone": "call me"})
    assert await house.refused("POST", "/v1/bookings", body) == (422, "phone_invalid")


async def test_contacts_leave_on_their_own_topic_and_in_no_other_event(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest={"name": "Anna Canary", "email": "canary@example.com", "phone": "+49301234567"})
    await house.do(booking, "late", by="guest", eta=at(80).isoformat())
    await house.do(booking, "cancel", by="guest")
    rows = await house.sql("SELECT topic, convert_from(value, 'UTF8') AS value FROM outbox")
    spoken = [row.value for row in rows if row.topic != "guest.contacts"]
    assert len(spoken) == 4
    assert not [value for value in spoken if "anary" in value or "1234567" in value]


async def test_erasing_a_guest_leaves_a_tombstone_and_the_booking_without_a_contact(house: House) -> None:
    await house.open_restaurant(2, 2)
    booking = await house.book(notes="Anna likes the window")
    for _ in range(2):
        await house.ask("DELETE", f"/v1/guests/{booking['guest_id']}", status=204)
    seen = await house.see(booking)
    assert (seen["guest"]["name"], seen["guest"]["email"], seen["notes"]) == ("", None, None)
    rows = await house.sql("SELECT type, subject FROM outbox WHERE value IS NULL")
    assert [(row.type, row.subject) for row in rows] == [("guest.contact_erased.v1", booking["guest_id"])]
    again = await house.book(guest={"name": "Anna", "email": "anna@example.com"})
    assert again["guest_id"] != booking["guest_id"]


async def test_a_walk_in_needs_no_name(house: House) -> None:
    await house.open_restaurant(2)
    booking = await house.ask(
        "POST", "/v1/bookings", {"venue_id": house.venue_id, "party": 2, "walk_in": True}, status=201
    )
    assert (booking["state"], booking["arrived_party"], booking["guest"]["name"]) == ("arrived", 2, "")
    (told,) = await house.told("booking.confirmed.v1")
    assert told["walk_in"] is True
    assert not await house.told("guest.contact_set.v1")


async def test_bookings_are_found_by_name_tail_of_the_phone_code_and_guest(house: House) -> None:
    await house.open_restaurant(2, 2, 2)
    anna = await house.book(guest={"name": "Anna Weiß", "phone": "+49301234567"})
    await house.book(guest={"name": "Boris", "phone": "+49307654321"})

    async def found(query: str) -> list[str]:
        page = await house.ask("GET", f"/v1/bookings?venue_id={house.venue_id}&{query}")
        return [one["id"] for one in page["items"]]

    for query in ("q=weiß", "q=4567", f"q={anna['code'].lower()}", f"guest_id={anna['guest_id']}"):
        assert await found(query) == [anna["id"]], query
    assert await found("q=100%25") == []
    assert len(await found("day=2027-02-04")) == 2
    assert await found("day=2027-02-05") == []
    assert await found("state=cancelled&state=released") == []
    assert await house.refused("GET", "/v1/bookings?day=2027-02-04") == (400, "bad_request")


async def test_pages_are_stable_while_bookings_come_in(house: House) -> None:
    await house.open_restaurant(*[2] * 5)
    booked = [(await house.book(start=60 + 15 * number))["id"] for number in range(5)]
    first = await house.ask("GET", "/v1/bookings?limit=2")
    await house.book(start=400)
    second = await house.ask("GET", f"/v1/bookings?limit=2&cursor={first['next_cursor']}")
    assert [one["id"] for one in first["items"] + second["items"]] == booked[:4]
    assert await house.refused("GET", "/v1/bookings?cursor=nonsense") == (400, "bad_cursor")


async def test_what_changed_since_comes_in_the_order_of_change(house: House) -> None:
    await house.open_restaurant(2, 2, 2)
    first, second, _ = [await house.book(start=60) for _ in range(3)]
    await house.go_to(10)
    await house.do(second, "cancel", by="guest")
    await house.go_to(11)
    await house.do(first, "late", by="guest")
    page = await house.ask("GET", "/v1/bookings?updated_since=2027-02-04T11:09:00Z")
    assert [one["id"] for one in page["items"]] == [second["id"], first["id"]]


async def test_the_code_is_short_and_no_two_live_bookings_share_one(house: House) -> None:
    await house.open_restaurant(*[2] * 8)
    codes = {(await house.book())["code"] for _ in range(8)}
    assert len(codes) == 8
    assert {len(code) for code in codes} == {4}


async def test_a_new_booking_shows_the_published_rules_at_once_and_pins_what_policy_sets(house: House) -> None:
    await house.open_restaurant(2, 2)
    card = {"en": "We hold 15 minutes.", "ru": "Держим 15 минут."}
    rules = {
        "venue_id": house.venue_id,
        "decision": "late_arrival.hold",
        "rules_version": "v2",
        "number": 2,
        "card": card,
    }
    for number, shown in ((2, card), (1, {"en": "old"})):
        said = rules | {"card": shown, "number": number, "rules_version": f"v{number}"}
        await house.hear("policy.rules_published.v1", **said)
    booking = await house.book(guest={"name": "Анна", "language": "ru"})
    assert booking["terms"] == {"version": "v2", "text": "Держим 15 минут.", "texts": card}
    shown_older = await house.book(terms_version="v1")
    assert (shown_older["terms_version"], shown_older["terms"]) == ("v1", None)
    await house.hear(
        "policy.terms_set.v1", booking_id=shown_older["id"], terms_version="v1", terms={"en": "We hold 10 minutes."}
    )
    assert (await house.see(shown_older))["terms"]["text"] == "We hold 10 minutes."
