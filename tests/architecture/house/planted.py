"""For each rule at least one house that breaks it, and one that nearly does and stands."""

from dataclasses import dataclass

from house import names_and_sizes, where_state_changes, who_knows_whom
from house.rules import Rule

BOOKING = "services/booking/src/booking"
POLICY = "services/policy/src/policy"
WEB = "libs/web/src/web"
REACTION = f"{BOOKING}/reactions/when_it_rains_open_umbrella.py"
COMMAND = f"{BOOKING}/commands/open_umbrella.py"
WIRING = f"{BOOKING}/wiring.py"

GOOD_COMMAND = 'async def open_umbrella(work):\n    """- Only when it rains."""\n    work.publish(1)\n'
GOOD_REACTION = (
    "from messaging.heard import Heard\n"
    "from booking.commands.open_umbrella import open_umbrella\n\n"
    "async def when_it_rains_open_umbrella(heard, work):\n    await open_umbrella(work)\n"
)
GOOD_WIRING = "from booking.reactions.when_it_rains_open_umbrella import when_it_rains_open_umbrella\n"

SOUND_HOUSE = {
    f"{BOOKING}/domain/umbrella.py": (
        "import math\nfrom datetime import datetime\nfrom booking.domain.rain import Rain\nfrom . import rain\n"
    ),
    f"{BOOKING}/domain/rain.py": "def is_over(now, until):\n    return now >= until\n",
    f"{BOOKING}/adapters/rows.py": "from sqlmodel import SQLModel\nfrom sqlalchemy import insert\n",
    f"{BOOKING}/api/umbrellas.py": "from pydantic import BaseModel\nfrom booking.commands.open_umbrella import x\n",
    f"{BOOKING}/events.py": "from pydantic import BaseModel\nfrom messaging.event import PublishedEvent\n",
    f"{BOOKING}/queries/umbrellas.py": "Q = 'SELECT 1'\n",
    f"{POLICY}/domain/wind.py": "import re\n",
    f"{WEB}/auth.py": '"""A guest is an example here."""\nvenues: int  # the claim; a booking is an example here\n',
    COMMAND: GOOD_COMMAND,
    REACTION: GOOD_REACTION,
    WIRING: GOOD_WIRING,
}


@dataclass(frozen=True)
class Plant:
    """Source that breaks `rule`, put at `path` into the sound house; the rule must name the path and say `told`."""

    rule: Rule
    path: str
    source: str
    told: str


def _lines(count: int) -> str:
    return "x = 1\n" * count


PLANTS = (
    Plant(who_knows_whom.services_know_no_other_service, f"{BOOKING}/api/x.py", "import policy", "policy"),
    Plant(
        who_knows_whom.services_know_no_other_service,
        f"{BOOKING}/heard.py",
        "from policy.events import HoldDecided",
        "policy.events.HoldDecided",
    ),
    Plant(
        who_knows_whom.services_know_no_other_service,
        f"{BOOKING}/api/x.py",
        "def f():\n    from policy import events",
        "policy.events",
    ),
    Plant(who_knows_whom.libraries_know_no_service, f"{WEB}/x.py", "from booking import events", "booking.events"),
    Plant(who_knows_whom.libraries_know_no_service, f"{WEB}/x.py", "import local_stack.kafka", "local_stack"),
    Plant(who_knows_whom.libraries_have_no_business_words, f"{WEB}/x.py", "def lock_booking(): ...", "'booking'"),
    Plant(who_knows_whom.libraries_have_no_business_words, f"{WEB}/x.py", "class WaitlistRoute: ...", "'waitlist'"),
    Plant(who_knows_whom.libraries_have_no_business_words, f"{WEB}/x.py", "PATH = '/v1/hotels'", "'hotels'"),
    Plant(who_knows_whom.libraries_have_no_business_words, f"{WEB}/offers.py", "", "'offers'"),
    Plant(
        who_knows_whom.domain_knows_itself_and_the_standard_library,
        f"{BOOKING}/domain/x.py",
        "from sqlalchemy import text",
        "sqlalchemy",
    ),
    Plant(
        who_knows_whom.domain_knows_itself_and_the_standard_library,
        f"{BOOKING}/domain/x.py",
        "from ..adapters import rows",
        "booking.adapters",
    ),
    Plant(
        who_knows_whom.domain_knows_itself_and_the_standard_library,
        f"{BOOKING}/domain/x.py",
        "from messaging.ids import new_id",
        "messaging.ids",
    ),
    Plant(
        who_knows_whom.domain_knows_itself_and_the_standard_library,
        f"{BOOKING}/domain/x.py",
        "import asyncio",
        "asyncio",
    ),
    Plant(who_knows_whom.domain_has_no_chance, f"{BOOKING}/domain/x.py", "from uuid import uuid4", "uuid.uuid4"),
    Plant(who_knows_whom.domain_has_no_chance, f"{BOOKING}/domain/x.py", "import random", "random"),
    Plant(
        who_knows_whom.business_time_is_the_databases,
        f"{BOOKING}/domain/x.py",
        "import datetime as d\nfrom datetime import UTC, datetime\nt = datetime.now(UTC)",
        "datetime.now",
    ),
    Plant(
        who_knows_whom.business_time_is_the_databases,
        COMMAND,
        "import datetime\nt = datetime.datetime.now",
        "datetime.datetime.now",
    ),
    Plant(
        who_knows_whom.business_time_is_the_databases,
        f"{BOOKING}/reactions/when_x.py",
        "import time\nt = time.time()",
        "time.time",
    ),
    Plant(
        who_knows_whom.business_time_is_the_databases, f"{BOOKING}/queries/x.py", "from time import time", "time.time"
    ),
    Plant(who_knows_whom.rows_stay_under_adapters, f"{BOOKING}/api/x.py", "from sqlmodel import Field", "sqlmodel"),
    Plant(who_knows_whom.rows_stay_under_adapters, f"{BOOKING}/domain/x.py", "import sqlmodel", "sqlmodel"),
    Plant(who_knows_whom.pydantic_stays_at_the_edges, f"{BOOKING}/domain/x.py", "import pydantic", "pydantic"),
    Plant(who_knows_whom.pydantic_stays_at_the_edges, COMMAND, "from pydantic import BaseModel", "pydantic.BaseModel"),
    Plant(
        where_state_changes.drivers_translate_and_call_a_command,
        REACTION,
        GOOD_REACTION + "from sqlalchemy import text\n",
        "sqlalchemy",
    ),
    Plant(
        where_state_changes.drivers_translate_and_call_a_command,
        REACTION,
        GOOD_REACTION + "from booking.adapters.rows import Row\n",
        "booking.adapters.rows",
    ),
    Plant(
        where_state_changes.drivers_translate_and_call_a_command,
        f"{BOOKING}/timers/when_x.py",
        "async def when_x(timer, work):\n    await work.bookings.save(1)\n",
        "calls no command",
    ),
    Plant(
        where_state_changes.facts_and_timers_leave_from_commands,
        REACTION,
        GOOD_REACTION + "    work.publish(heard)\n",
        "work.publish",
    ),
    Plant(
        where_state_changes.facts_and_timers_leave_from_commands,
        f"{BOOKING}/api/x.py",
        "async def f(tx):\n    await tx.set_timer('k')\n",
        "tx.set_timer",
    ),
    Plant(
        where_state_changes.queries_change_nothing,
        f"{BOOKING}/queries/x.py",
        "Q = 'UPDATE booking SET state = 1'",
        "UPDATE booking",
    ),
    Plant(
        where_state_changes.queries_change_nothing,
        f"{BOOKING}/queries/x.py",
        "Q = '''\n    INSERT INTO booking VALUES (1)'''",
        "INSERT INTO",
    ),
    Plant(
        where_state_changes.queries_change_nothing,
        f"{BOOKING}/queries/x.py",
        "from booking.commands.open_umbrella import open_umbrella",
        "open_umbrella",
    ),
    Plant(where_state_changes.queries_change_nothing, f"{BOOKING}/api/x.py", "from sqlalchemy import update", "update"),
    Plant(where_state_changes.every_driver_is_wired_by_hand, f"{BOOKING}/timers/when_x.py", "", "no list of wiring"),
    Plant(
        where_state_changes.every_driver_is_wired_by_hand, f"{POLICY}/reactions/when_x.py", "", "policy has no wiring"
    ),
    Plant(
        where_state_changes.nothing_is_opened_at_import,
        f"{BOOKING}/api/x.py",
        "from messaging.database import Database\ndatabase = Database('url', source='x')",
        "Database()",
    ),
    Plant(
        where_state_changes.nothing_is_opened_at_import,
        f"{WEB}/x.py",
        "import fastapi\napp = fastapi.FastAPI()",
        "FastAPI()",
    ),
    Plant(names_and_sizes.names_say_something, f"{BOOKING}/adapters/utils.py", "", "'utils'"),
    Plant(names_and_sizes.names_say_something, f"{WEB}/common/x.py", "", "'common'"),
    Plant(names_and_sizes.names_say_something, f"{WEB}/service.py", "", "'service'"),
    Plant(names_and_sizes.rooms_are_small, f"{WEB}/x.py", _lines(251), "251 lines"),
    Plant(
        names_and_sizes.rooms_are_small,
        f"{WEB}/x.py",
        "def f():\n" + "    x = 1\n" * 60,
        "f has 61 lines",
    ),
    Plant(
        names_and_sizes.files_are_called_as_what_they_do,
        f"{BOOKING}/commands/close_umbrella.py",
        "async def shut_it(): ...",
        "'close_umbrella'",
    ),
    Plant(
        names_and_sizes.files_are_called_as_what_they_do,
        f"{BOOKING}/reactions/rain.py",
        "async def rain(): ...",
        "when_",
    ),
    Plant(
        names_and_sizes.files_are_called_as_what_they_do,
        f"{BOOKING}/timers/when_x_do_y.py",
        "async def other(): ...",
        "'when_x_do_y'",
    ),
    Plant(
        names_and_sizes.commands_state_their_rules,
        COMMAND,
        "async def open_umbrella(work):\n    pass\n",
        "open_umbrella",
    ),
    Plant(names_and_sizes.nothing_is_ignored_wholesale, f"{WEB}/x.py", "x = 1  # type: ignore", "type: ignore"),
    Plant(names_and_sizes.nothing_is_ignored_wholesale, f"{WEB}/x.py", "x = 1  # noqa", "noqa"),
)
