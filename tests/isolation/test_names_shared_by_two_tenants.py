"""Two tenants may use the same names, keys and addresses, and never meet."""

import uuid

import pytest
from booking_rows import BOOKING
from callers import filled
from flow_house import SERVICES
from neighbourhood import Neighbourhood
from stories.contracts.registry import published_events

pytestmark = pytest.mark.xdist_group("isolation")


async def test_one_address_at_two_tenants_is_two_guests(there: Neighbourhood) -> None:
    owner, stranger = there.owner, there.stranger
    theirs = await owner.doors["booking"].get(f"/v1/guests/{owner.things['guest_id']}")
    own = await stranger.doors["booking"].get(f"/v1/guests/{stranger.things['guest_id']}")
    assert theirs["email"] == own["email"]
    assert theirs["id"] != own["id"]
    assert own["name"] == "Nettle Anna"
    assert theirs["name"] == owner.guest("anna")["name"]
    standing = await stranger.doors["policy"].get(f"/v1/guests/{own['id']}/standing")
    assert (standing["standing"], standing["causes"]) == ("new", []), "the owner's guest was late, the stranger's not"


async def test_an_idempotency_key_of_another_is_a_new_one(there: Neighbourhood) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    answers = []
    for business in (there.twin, there.stranger):
        caller = there.caller(business.word, business.tenant)
        body = filled({**BOOKING, "starts_at": "2031-05-02T10:00:00Z"}, business.things)
        for _ in range(2):
            answers.append(await caller.ask("booking", "POST", "/v1/bookings", json=body, headers=headers))
    first, again, other, other_again = answers
    assert [one.status_code for one in answers] == [201] * 4
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in other.headers
    assert other.json()["id"] == other_again.json()["id"] != first.json()["id"]
    there.neighbours["another tenant"].assert_sees_nothing(other.text + other_again.text)


async def test_an_idempotency_key_of_a_colleague_is_a_new_one_too(there: Neighbourhood) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = filled({**BOOKING, "starts_at": "2032-05-02T10:00:00Z"}, there.twin.things)
    ids = set()
    for subject in ("host", "partner"):
        caller = there.caller(subject, there.twin.tenant, sub=subject)
        answer = await caller.ask("booking", "POST", "/v1/bookings", json=body, headers=headers)
        assert answer.status_code == 201
        ids.add(answer.json()["id"])
    assert len(ids) == 2


async def test_an_answer_that_is_kept_is_not_given_to_a_token_without_the_scope(there: Neighbourhood) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = filled({**BOOKING, "starts_at": "2033-05-02T10:00:00Z"}, there.twin.things)
    host = there.caller("the host", there.twin.tenant)
    assert (await host.ask("booking", "POST", "/v1/bookings", json=body, headers=headers)).status_code == 201
    narrow = there.caller("the host without the scope", there.twin.tenant, scopes=["bookings:read"])
    answer = await narrow.ask("booking", "POST", "/v1/bookings", json=body, headers=headers)
    assert answer.status_code == 403


async def test_one_guest_id_at_two_tenants_is_two_guests(there: Neighbourhood) -> None:
    """The caller's own id of a guest is the caller's: partners number their guests from one."""
    path = "/v1/guests/regular-1"
    for business in (there.twin, there.stranger):
        guest = {**business.guest("rita"), "guest_id": "regular-1"}
        body = filled({**BOOKING, "starts_at": "2034-05-02T10:00:00Z", "guest": guest}, business.things)
        await business.doors["booking"].post("/v1/bookings", body)
    await there.world.settle()
    await there.clients["booking"].delete(
        path, headers={"Authorization": f"Bearer {there.issuer.mint(there.stranger.tenant)}"}
    )
    await there.world.settle()
    assert (await there.stranger.doors["booking"].get(path))["email"] is None
    kept = await there.twin.doors["booking"].get(path)
    assert kept["email"] == there.twin.guest("rita")["email"]
    told = [one for one in there.world.events() if one.subject == "regular-1" and one.topic == "guest.contacts"]
    assert [(one.headers["ce_tenant"], one.sequence) for one in told] == [
        (there.twin.tenant, 1), (there.stranger.tenant, 1), (there.stranger.tenant, 2),
    ], "how often another's guest was told of cannot be counted"  # fmt: skip
    assert len({(one.key, one.headers["ce_tenant"]) for one in told}) == len({one.key for one in told}) == 2, (
        "the compacted topic keeps one record a key: another's erasure must not remove this one"
    )
    rows = "SELECT count(*) FROM guest_contact WHERE guest_id = 'regular-1' AND tenant_id = $1 AND sealed IS NOT NULL"
    assert await there.world.databases.value("notify", rows, there.twin.tenant) == 1
    kept_log = "SELECT count(*) FROM outbox WHERE subject = 'regular-1' AND tenant = $1"
    assert await there.world.databases.value("booking", kept_log, there.twin.tenant) == 1


def test_every_event_of_a_compacted_topic_has_the_tenant_in_its_key() -> None:
    compacted = {topic.name: topic.compacted for description, _ in SERVICES.values() for topic in description.topics}
    for _, event in published_events().values():
        assert event.compacted == compacted[event.topic], event.type
