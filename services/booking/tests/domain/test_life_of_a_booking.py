"""The state machine of a booking over random programs: whatever is tried in whatever order, the rules hold."""

from datetime import UTC, datetime, timedelta

from booking.domain import keeping, life
from booking.domain.booking import Booking, DeclaredBy, Hold, Question, ReleaseDecision, State
from booking.domain.changing import Agreed, Remarks, change
from booking.domain.errors import RuleBroken
from booking.domain.facts import Arrived, Changed, LateDeclared, NoShowMarked, Released, ReleaseRefused, Reopened
from booking.domain.ids import BookingId, GuestId, ResourceId, TenantId, VenueId
from booking.domain.life import AnyStep
from booking.domain.period import Period
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

NOON = datetime(2027, 2, 4, 11, 0, tzinfo=UTC)
ENDED = {State.FINISHED, State.CANCELLED, State.NO_SHOW}
minutes = st.integers(0, 40).map(lambda count: timedelta(minutes=count))


def a_booking() -> Booking:
    start = NOON + timedelta(hours=1)
    return Booking(
        id=BookingId("bkg_1"),
        tenant=TenantId("tnt"),
        venue_id=VenueId("ven"),
        guest_id=GuestId("gst"),
        code="ABCD",
        state=State.CONFIRMED,
        party=4,
        period=Period(start, start + timedelta(minutes=90)),
        expected_by=start,
        language="en",
        resource_ids=(ResourceId("res"),),
        confirmed_at=NOON,
        updated_at=NOON,
    )


class LifeOfABooking(RuleBasedStateMachine):
    booking: Booking
    now: datetime

    @initialize()
    def born(self) -> None:
        self.booking, self.now = a_booking(), NOON
        self.promised: datetime | None = None
        self.story: list[object] = []

    @rule(step=minutes)
    def time_passes(self, step: timedelta) -> None:
        self.now += step

    def take(self, step: AnyStep) -> None:
        """What is true of every transition."""
        before, after = self.booking, step.booking
        if after != before:
            assert after.version == before.version + 1
            assert after.updated_at == self.now
        assert step.fact is None or after != before or isinstance(step.fact, ReleaseRefused)
        assert before.facts_version <= after.facts_version <= after.version
        if before.state in ENDED:
            assert after.state is before.state
        if isinstance(step.fact, Released) and before.hold is not None:
            assert self.now >= before.hold.until, "never before the promised instant"
        if isinstance(step.fact, LateDeclared):
            assert before.state is State.CONFIRMED
        if isinstance(step.fact, Changed) and before.period != after.period:
            assert (after.late, after.hold, after.question) == (None, None, None)
            self.promised = None
        if after.state is not State.CONFIRMED:
            assert (after.hold, after.question) == (None, None)
            self.promised = None
        if step.fact is not None:
            self.story.append(step.fact)
        self.booking = after

    def tried(self, act: object, *args: object, **named: object) -> None:
        before = self.booking
        try:
            step = act(before, *args, now=self.now, **named)  # type: ignore[operator]
        except RuleBroken:
            assert self.booking is before
        else:
            self.take(step)

    @rule(by=st.sampled_from(list(DeclaredBy)), eta_in=st.none() | minutes)
    def is_declared_late(self, by: DeclaredBy, eta_in: timedelta | None) -> None:
        eta = None if eta_in is None else self.now + eta_in
        told = self.booking.late.eta_changes if self.booking.late else 0
        self.tried(life.declare_late, by=by, eta=eta)
        assert self.booking.late is None or self.booking.late.eta_changes in (told, told + 1)

    @rule()
    def the_clock_asks(self) -> None:
        reopened = self.booking.reopened_at is not None
        before = self.booking
        self.tried(life.miss)
        if reopened:
            assert self.booking is before, "not declared late again"

    @rule(arrived=st.none() | st.integers(1, 4))
    def arrives(self, arrived: int | None) -> None:
        self.tried(life.arrive, arrived=arrived)

    @rule(what=st.sampled_from([life.revert_arrival, life.start, life.finish]))
    def is_served(self, what: object) -> None:
        self.tried(what)

    @rule(by=st.sampled_from(["guest", "venue"]))
    def is_cancelled(self, by: str) -> None:
        self.tried(life.cancel, by=by, reason=None)

    @rule()
    def is_reopened(self) -> None:
        self.tried(life.reopen, by="guest", resource_ids=(ResourceId("other"),))

    @rule(by=st.sampled_from(["clock", "host"]))
    def is_marked_absent(self, by: str) -> None:
        self.tried(life.mark_no_show, by=by, reason=None)

    @rule(ahead=minutes, old=minutes)
    def a_hold_is_decided(self, ahead: timedelta, old: timedelta) -> None:
        hold = Hold(until=self.now + ahead, decided_at=self.now - old, decision_id="dec", texts={})
        self.tried(keeping.show_hold, hold, starts_at=self.booking.period.starts_at)
        if self.promised is not None and self.booking.hold is not None:
            assert self.booking.hold.until >= self.promised, "a promise never gets earlier"
        self.promised = self.booking.hold.until if self.booking.hold else self.promised

    @rule(ahead=minutes)
    def a_person_keeps_the_place(self, ahead: timedelta) -> None:
        self.tried(keeping.keep_by_hand, until=self.now + ahead, reason="kind")
        self.promised = self.booking.hold.until if self.booking.hold else self.promised

    @rule(old=minutes)
    def staff_is_asked(self, old: timedelta) -> None:
        asked = Question(
            decision_id="q",
            reason="no_rule",
            detail="",
            asked_at=self.now - old,
            keep_until=self.booking.period.ends_at,
        )
        self.tried(keeping.show_question, asked)

    @rule()
    def staff_answers(self) -> None:
        self.tried(keeping.show_answer, decision_id="q")

    @rule()
    def is_released_by_hand(self) -> None:
        self.tried(keeping.release_by_hand, reason="nobody came")

    @rule(old=st.integers(0, 3), ago=minutes, twice=st.booleans())
    def a_release_is_decided(self, old: int, ago: timedelta, twice: bool) -> None:
        known = self.booking
        decision = ReleaseDecision(
            decision_id=f"dec_{known.version}",
            decided_at=self.now - ago,
            booking_version=max(1, known.version - old),
            starts_at=known.period.starts_at,
            party=known.party,
            until=self.now - ago,
            explanation={},
        )
        for _ in range(1 + twice):
            if keeping.waits_until(self.booking, decision, now=self.now) is None:
                before = self.booking
                self.tried(keeping.release_as_decided, decision)
                if before.facts_version > decision.booking_version and before.state is State.CONFIRMED:
                    assert self.booking.state is State.CONFIRMED, "what changed since is not overlooked"

    @rule(shift=minutes, party=st.integers(1, 4))
    def is_changed(self, shift: timedelta, party: int) -> None:
        known = self.booking
        start = known.period.starts_at + shift
        agreed = Agreed(
            period=Period(start, start + known.period.length),
            check_in=None,
            check_out=None,
            expected_by=start,
            expected_at=None,
            party=party,
            guarantee=known.guarantee,
            kind=None,
            area=None,
            resource_ids=known.resource_ids,
        )
        self.tried(change, agreed, Remarks(notes=known.notes, metadata={}, external_id=None))

    @invariant()
    def the_story_makes_sense(self) -> None:
        if not hasattr(self, "booking"):
            return
        booking = self.booking
        assert booking.has_place == (booking.state in (State.CONFIRMED, State.ARRIVED, State.IN_SERVICE))
        assert (booking.state is State.RELEASED) <= (booking.release is not None)
        comings = sum(isinstance(fact, Arrived | Reopened) for fact in self.story)
        assert (booking.state in life.HERE) <= (comings > 0)
        assert sum(isinstance(fact, NoShowMarked) for fact in self.story) <= 1


TestLifeOfABooking = LifeOfABooking.TestCase
TestLifeOfABooking.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
