"""An erased guest is gone from both services, and no replay brings them back."""

from aiokafka import AIOKafkaProducer
from flow_house import House


async def test_erasing_leaves_a_tombstone_and_removes_the_contact_everywhere(
    house: House, kafka_bootstrap: str, topic_prefix: str
) -> None:
    await house.open_restaurant(2)
    booking = await house.book(guest="anna")
    guest_id = booking["guest_id"]
    (told,) = house.told("guest.contact_set.v1")

    response = await house.world.booking.client.delete(f"/v1/guests/{guest_id}")
    assert response.status_code in (200, 204)
    await house.world.settle()

    (tombstone,) = house.told("guest.contact_erased.v1")
    assert tombstone.key == told.key == f"{told.headers['ce_tenant']} {guest_id}"
    assert tombstone.data == {}
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    await producer.start()
    envelope = [(name, value.encode()) for name, value in told.headers.items()]
    await producer.send_and_wait(
        f"{topic_prefix}guest.contacts",
        b'{"guest_id": "%s", "name": "Anna", "email": "anna@example.com", "phone": null, "language": "en"}'
        % guest_id.encode(),
        key=told.key.encode(),
        headers=envelope,
    )
    await producer.stop()
    await house.world.settle()

    for service in ("booking", "notify"):
        assert await _mentions(house, service, "anna@example.com") == [], f"{service} still knows the guest's address"
    assert (await house.world.booking.get(f"/v1/bookings/{booking['id']}"))["state"] == "confirmed"
    await house.do(booking, "cancel", by="venue")
    await house.world.settle()
    assert len(await house.mails("anna")) == 1, "an erased guest is written to no more"


async def _mentions(house: House, service: str, address: str) -> list[str]:
    """Tables in which a text, JSON or byte column holds the address."""
    columns = await house.world.databases.rows(
        service,
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('text', 'character varying', 'jsonb', 'bytea')",
    )
    found = []
    for column in columns:
        table, name = column["table_name"], column["column_name"]
        count = await house.world.databases.value(
            service,
            f'SELECT count(*) FROM "{table}" WHERE {_as_text(name, column["data_type"])} ILIKE $1',
            f"%{address}%",
        )
        if count:
            found.append(f"{table}.{name}")
    return found


def _as_text(column: str, data_type: str) -> str:
    """Bytes are escaped to text, so that an address inside JSON is found whatever surrounds it."""
    return f"encode(\"{column}\", 'escape')" if data_type == "bytea" else f'CAST("{column}" AS text)'
