"""The tables that moving facts needs; every service's database has them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

_instant = DateTime(timezone=True)

outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("tenant", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("key", LargeBinary, nullable=True),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", BigInteger, nullable=True),
    Column("time", _instant, nullable=False),
    Column("causation_id", Text, nullable=True),
    Column("traceparent", Text, nullable=True),
    Column("extra_headers", JSONB, nullable=True),
    Column("value", LargeBinary, nullable=True),
    Column("erasable", Boolean, nullable=False, server_default=text("false")),
    Column("written_at", _instant, nullable=False, server_default=text("clock_timestamp()")),
    Column("sent_at", _instant, nullable=True),
    Column("feed_position", BigInteger, nullable=True),
    Index("outbox_unsent", "position", postgresql_where=text("sent_at IS NULL")),
    Index("outbox_erasable", "tenant", "subject", postgresql_where=text("erasable")),
    Index("outbox_feed", "tenant", "feed_position", unique=True),
)

subject_sequence = Table(
    "subject_sequence",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("heard_at", _instant, nullable=False, server_default=text("clock_timestamp()")),
)

heard_sequence = Table(
    "heard_sequence",
    metadata,
    Column("source", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("fire_at", _instant, nullable=False),
    Column("payload", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_try_at", _instant, nullable=True),
    Column("dead_at", _instant, nullable=True),
    Column("error", Text, nullable=True),
    Index("timer_due", "fire_at", postgresql_where=text("dead_at IS NULL")),
    Index("timer_dead", "dead_at", postgresql_where=text("dead_at IS NOT NULL")),
)

clock = Table(
    "clock",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default=text("true")),
    Column("shift", Interval, nullable=False, server_default=text("'0'::interval")),
    Column("adjustable", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("singleton", name="clock_has_one_row"),
)

FUNCTIONS = (
    """
    CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT clock_timestamp() + CASE WHEN adjustable THEN shift ELSE '0'::interval END FROM clock $$
    """,
    """
    CREATE FUNCTION advance_clock(step interval) RETURNS timestamptz LANGUAGE plpgsql AS
    $$
    BEGIN
        UPDATE clock SET shift = shift + step WHERE adjustable;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the business clock may only be moved where CLOCK_ADJUSTABLE=true';
        END IF;
        RETURN clock_now();
    END
    $$
    """,
    "INSERT INTO clock DEFAULT VALUES",
    "CREATE SEQUENCE outbox_feed_position",
)

DROP_FUNCTIONS = (
    "DROP FUNCTION advance_clock(interval)",
    "DROP FUNCTION clock_now()",
    "DROP SEQUENCE outbox_feed_position",
)
