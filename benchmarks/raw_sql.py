"""The yardstick: pgbench writes the rows of a booking into the same tables, in a database of its own."""

import asyncio
import re
import subprocess
from pathlib import Path

import asyncpg
from booking.wiring import DESCRIPTION
from local_stack.stack import Stack
from messaging.migrations_runner import upgrade_now

SCRIPT = Path(__file__).with_name("raw_booking.sql")
DATABASE = "raw"

_PREPARE = """
    CREATE SEQUENCE bench_booking;
    INSERT INTO venue (tenant_id, id, version, name, trade, time_zone, currency, languages, settings,
                       created_at, updated_at)
        VALUES ('raw', 'ven', 1, 'Raw', 'restaurant', 'Europe/Berlin', 'EUR', '{en}', '{}', now(), now());
    INSERT INTO resource (tenant_id, id, venue_id, version, name, kind, capacity_min, capacity_max, tags, joins,
                          created_at, updated_at)
        SELECT 'raw', 'res_' || n, 'ven', 1, 'Table ' || n, 'table', 1, 2, '{}', '{}', now(), now()
        FROM generate_series(0, 19) AS n;
"""


def prepare(stack: Stack) -> str:
    """Make and migrate the database; returns its URL."""
    stack.postgres.create_databases(DATABASE)
    url = stack.postgres.url(DATABASE)
    upgrade_now(url, DESCRIPTION.migrations)
    asyncio.run(_execute(url, _PREPARE))
    return url


def run_pgbench(stack: Stack, url: str, *, clients: int, seconds: int) -> float:
    """Transactions a second. Raises RuntimeError with what pgbench said."""
    done = subprocess.run(
        [
            str(stack.postgres.binaries / "pgbench"),
            "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=1", f"--time={seconds}",
            f"--file={SCRIPT}", url,
        ],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"pgbench failed: {done.stderr or done.stdout}")
    return float(found[1])


async def _execute(url: str, statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
