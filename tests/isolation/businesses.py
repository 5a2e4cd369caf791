"""Businesses with one whole late-guest story behind them, so that they have things of every kind to hide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from notify_rows import WORDING
from policy_rows import RULE_SET
from stories.rest import Rest

FIRST, SECOND = timedelta(minutes=30), timedelta(minutes=39)
END_OF_THE_STORY = FIRST + timedelta(minutes=16)
"""The first guest has been released, the second is late and kept, staff is asked about the third."""

ALWAYS = {
    "decision": "late_arrival.hold",
    "kind": "confirmed",
    "language": "en",
    "state": "released",
    "entry_state": "offered",
    "waiting": "staff",
    "message_status": "sent",
    "long_ago": "2020-01-01T00:00:00Z",
}
"""What stands in a path or a query and is nobody's."""


@dataclass
class Business:
    """A tenant, its doors, and the names of its things: `things["booking_id"]` is a late booking that is kept."""

    tenant: str
    doors: Mapping[str, Rest]
    word: str
    things: dict[str, str] = field(default_factory=lambda: dict(ALWAYS))

    def guest(self, name: str) -> dict[str, str]:
        return {
            "name": f"{self.word} {name.title()}",
            "email": f"{name}@{self.word.lower()}.example",
            "language": "en",
        }

    async def open(self, *tables: int, name: str, prefix: str = "") -> None:
        """A restaurant with one table for each number of seats."""
        booking = self.doors["booking"]
        venue = {
            "name": f"{self.word} {name}",
            "trade": "restaurant",
            "time_zone": "Europe/Berlin",
            "currency": "EUR",
            "languages": ["en"],
            "settings": {"offer_minutes": 30},
        }
        self.things[f"{prefix}venue_id"] = venue_id = (await booking.post("/v1/venues", venue))["id"]
        for number, seats in enumerate(tables, start=1):
            table = {"name": f"{self.word} T{number}", "kind": "table", "capacity_max": seats}
            added = await booking.post(f"/v1/venues/{venue_id}/resources", table)
            self.things[f"{prefix}resource_id_{number}"] = added["id"]
        self.things[f"{prefix}resource_id"] = self.things[f"{prefix}resource_id_1"]

    async def book(self, thing: str, *, table: int, prefix: str = "", **body: Any) -> dict[str, Any]:
        places = {"resource_ids": [self.things[f"{prefix}resource_id_{table}"]]}
        venue = {"venue_id": self.things[f"{prefix}venue_id"], "duration_minutes": 90}
        made: dict[str, Any] = await self.doors["booking"].post("/v1/bookings", venue | places | body)
        self.things[thing] = made["id"]
        return made

    async def wait_for_a_place(self, thing: str, guest: str, *, now: datetime, party: int, prefix: str = "") -> str:
        body = {
            "venue_id": self.things[f"{prefix}venue_id"],
            "earliest": now.isoformat(),
            "latest": (now + timedelta(hours=3)).isoformat(),
            "duration_minutes": 45,
            "party": party,
            "guest": self.guest(guest),
        }
        made = await self.doors["booking"].post("/v1/waitlist", body)
        self.things[thing] = made["id"]
        return str(made["guest_id"])


async def open_both_venues(business: Business) -> None:
    await business.open(2, 2, 8, 2, name="Lindgarden")
    await business.open(2, name="Terrace", prefix="second_")


async def publish_rules_and_wording(business: Business) -> None:
    rules = f"/v1/venues/{business.things['venue_id']}/rule-sets/late_arrival.hold"
    await business.doors["policy"].put(rules, RULE_SET)
    wording = {"subject": f"{business.word} {WORDING['subject']}", "text": f"{business.word}: {WORDING['text']}"}
    await business.doors["notify"].put("/v1/templates/confirmed/en", wording)


async def book_a_thursday(business: Business, *, now: datetime) -> None:
    """Three guests who will be late, one who is here, two who wait; and one of each at the second venue."""
    first, second = ((now + each).isoformat() for each in (FIRST, SECOND))
    late = await business.book(
        "released_booking",
        table=1,
        starts_at=first,
        party=2,
        guest=business.guest("anna"),
        external_id=f"{business.word}-0001",
        notes=f"{business.word}: by the window",
    )
    await business.book("booking_id", table=2, starts_at=second, party=2, guest=business.guest("clara"))
    await business.book("asked_booking", table=3, starts_at=second, party=6, guest=business.guest("dora"))
    await business.book("arrived_booking", table=4, walk_in=True, party=2, guest=business.guest("emma"))
    await business.book(
        "second_booking_id",
        table=1,
        prefix="second_",
        starts_at=(now + timedelta(hours=8)).isoformat(),
        party=2,
        guest=business.guest("otto"),
    )
    business.things["waiting_guest"] = await business.wait_for_a_place("offered_entry", "boris", now=now, party=2)
    await business.wait_for_a_place("entry_id", "fritz", now=now, party=5)
    await business.wait_for_a_place("second_entry_id", "paula", now=now, party=7, prefix="second_")
    business.things |= {
        "guest_id": late["guest_id"],
        "guest_name": business.guest("anna")["name"],
        "external_id": f"{business.word}-0001",
        "kept_until": (now + SECOND + timedelta(hours=1)).isoformat(),
    }


async def note_what_came_of_it(business: Business) -> None:
    """The names of what the services made; and that the story went as it should."""
    things, policy = business.things, business.doors["policy"]
    (asked,) = (await policy.get("/v1/decisions", waiting="staff"))["items"]
    assert asked["booking_id"] == things["asked_booking"]
    sent = (await business.doors["notify"].get("/v1/messages", booking_id=things["released_booking"]))["items"]
    assert {one["kind"] for one in sent} >= {"confirmed", "held", "released"}
    kept = await business.doors["booking"].get(f"/v1/bookings/{things['booking_id']}")
    assert kept["hold"]
    offered = await business.doors["booking"].get(f"/v1/waitlist/{things['offered_entry']}")
    assert offered["state"] == "offered"
    rules = await policy.get(f"/v1/venues/{things['venue_id']}/rules")
    things |= {
        "decision_id": asked["id"],
        "message_id": sent[0]["id"],
        "rules_version": rules["rules_version"],
        "offer_id": offered["offer"]["id"],
    }
