"""Terms are pinned; the more generous of pinned and active holds; a told `until` never gets earlier."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy.adapters.rule_files import read_yaml_rule_set
from policy.adapters.work import Work
from policy.commands.publish_rules import PublishRules, publish_rules
from policy.queries.replay_decision import replay_decision

from .said_by_booking import NOON, VENUE, a_booking, a_venue, about, at, late
from .test_holds import HOLD, a_confirmed_booking, z
from .world import TENANT, World

TERMS = "policy.terms_set"


async def publish(world: World, minutes: int, *, told: int | None = None) -> str:
    """A set that keeps a table so many minutes, and who tells us `told` minutes; returns the version."""
    told = told or minutes
    text = f"""
decision: late_arrival.hold
rules:
  - {{id: keep, when: {{minutes_late: 0..{minutes - 1}}}, then: hold}}
  - {{id: gone, when: {{minutes_late: {minutes}..}}, then: release}}
  - {{id: told, exception_to: gone, when: {{minutes_late: 0..{told - 1}, eta_minutes_late: 0..}}, then: hold}}
"""
    async with world.database.transaction() as transaction:
        work = Work(transaction)
        venue = await work.venues.lock(TENANT, VENUE)
        assert venue is not None
        rules = await publish_rules(
            PublishRules(venue=venue, rule_set=read_yaml_rule_set(text.encode()), by="owner"), work
        )
        return rules.version.id


async def terms(world: World) -> list[str]:
    return [data["terms_version"] for _, data in await world.told(TERMS)]


async def test_a_booking_keeps_the_version_that_was_active_when_it_was_confirmed(world: World) -> None:
    await world.hear("venue.set.v1", a_venue())
    await world.advance_to(10)
    second = await publish(world, 5)
    before = a_booking(id="bkg_1", confirmed_at=at(5))
    after = a_booking(id="bkg_2", confirmed_at=at(11))
    long_before = a_booking(id="bkg_3", confirmed_at=at(-600))
    for booking in (before, after, long_before):
        await world.hear("booking.confirmed.v1", about(booking))
    (first,) = [row["id"] for row in await world.rows("SELECT id FROM rule_version WHERE number = 1")]
    assert await terms(world) == [first, second, first]


async def test_the_version_that_was_shown_is_pinned_if_it_is_this_venues(world: World) -> None:
    await world.hear("venue.set.v1", a_venue())
    (first,) = [row["id"] for row in await world.rows("SELECT id FROM rule_version")]
    second = await publish(world, 5)
    await world.hear("venue.set.v1", a_venue(venue_id="ven_other"))
    (other,) = [row["id"] for row in await world.rows("SELECT id FROM rule_version WHERE venue_id = 'ven_other'")]
    for number, shown in enumerate([first, other, "rul_unheard_of"]):
        booking = a_booking(id=f"bkg_{number}", confirmed_at=at(30), terms_version=shown)
        await world.hear("booking.confirmed.v1", about(booking))
    assert await terms(world) == [first, second, second]


async def test_stricter_rules_take_nothing_from_an_older_booking(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await publish(world, 5)
    await world.advance_to(62)
    await world.hear("booking.late_declared.v1", late(booking))
    (_, hold), *_ = await world.told(HOLD)
    assert hold["until"] == z(75)


async def test_kinder_rules_are_given_to_an_older_booking_too(world: World) -> None:
    booking = await a_confirmed_booking(world)
    version = await publish(world, 40)
    await world.advance_to(62)
    await world.hear("booking.late_declared.v1", late(booking))
    (_, hold), *_ = await world.told(HOLD)
    assert (hold["until"], hold["rules_version"]) == (z(100), version)
    (record,) = [row["record"] for row in await world.rows("SELECT record FROM decision")]
    assert record["versions"]["pinned"]["number"] == 1
    assert record["versions"]["active"]["number"] == 2


async def test_rules_replaced_while_a_hold_runs_take_no_promise_back(world: World) -> None:
    booking = await a_confirmed_booking(world)
    kind = await publish(world, 40)
    await world.advance_to(62)
    await world.hear("booking.late_declared.v1", late(booking))
    await publish(world, 5)
    await world.hear("booking.late_declared.v1", late(booking, eta=70, version=3))
    holds = [hold for _, hold in await world.told(HOLD)]
    assert [(hold["until"], hold["rules_version"]) for hold in holds] == [(z(100), kind)] * 2
    await world.advance_to(101)
    assert (await world.types_told())[-1] == "policy.release_decided"


async def test_rules_that_became_kinder_meanwhile_are_told_at_the_deadline(world: World) -> None:
    booking = await a_confirmed_booking(world)
    await world.advance_to(62)
    await world.hear("booking.late_declared.v1", late(booking))
    await publish(world, 40)
    await world.advance_to(76)
    assert [hold["until"] for _, hold in await world.told(HOLD)] == [z(75), z(100)]
    assert "policy.release_decided" not in await world.types_told()
    await world.advance_to(101)
    assert (await world.types_told())[-1] == "policy.release_decided"


steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 9), st.just(0)),
        st.tuples(st.just("publish"), st.integers(1, 40), st.integers(1, 40)),
        st.tuples(st.just("word"), st.integers(0, 60), st.just(0)),
        st.tuples(st.just("come and go"), st.just(0), st.just(0)),
    ),
    min_size=3,
    max_size=10,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=steps)
async def test_no_program_takes_a_told_promise_back(world: World, program: list[tuple[str, int, int]]) -> None:
    await _forget_everything(world)
    booking = await a_confirmed_booking(world)
    now, version, changes = 61.0, 2, 0
    await world.advance_to(now)
    await world.hear("booking.late_declared.v1", late(booking, version=version))
    for step, one, two in program:
        version += 1
        if step == "wait":
            now += one
            await world.advance_to(now)
        elif step == "publish":
            await publish(world, one, told=max(one, two))
        elif step == "word":
            changes += 1
            heard = late(booking, eta=60 + one, changes=changes - 1, version=version)
            await world.hear("booking.late_declared.v1", heard)
        else:
            arrived = booking | {"state": "arrived", "version": version}
            await world.hear("booking.arrived.v1", about(arrived, arrived_at=at(now)))
            version += 1
            await world.hear("booking.arrival_reverted.v1", late(booking, version=version))
    await _check_promises(world)
    await _check_replays(world)


async def _check_replays(world: World) -> None:
    async with world.database.transaction() as transaction:
        work = Work(transaction)
        for row in await world.rows("SELECT id FROM decision"):
            decision = await work.decisions.get(TENANT, row["id"])
            assert decision is not None
            assert (await replay_decision(decision, work)).same


async def _check_promises(world: World) -> None:
    promised: datetime | None = None
    for said, data in await world.told():
        if said not in (HOLD, "policy.release_decided"):
            continue
        until, decided_at = datetime.fromisoformat(data["until"]), datetime.fromisoformat(data["decided_at"])
        if said == HOLD:
            assert promised is None or until >= promised, "a promise got earlier"
            assert until > decided_at
            promised = until
        else:
            assert until == promised
            assert decided_at >= until + timedelta(seconds=5), "the guest's benefit of time"


async def _forget_everything(world: World) -> None:
    tables = "booking, decision, rule_version, venue, outbox, timer, guest, standing_cause"
    await world.execute(f"TRUNCATE {tables}")
    await world.set_clock(NOON)
