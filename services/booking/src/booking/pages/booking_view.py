"""The guest's page of a booking: in every state one kind sentence, and what can be done next."""

from datetime import datetime, timedelta
from typing import assert_never

from booking.domain.booking import Booking, Hold, Late, State
from booking.domain.keeping import text_for
from booking.pages.eta import choices
from booking.pages.view import Button, Choice, LateForm, Tone, View
from booking.pages.wording import Wording

_LATE_IS_NEAR = timedelta(hours=3)
_LOOK_AGAIN_SECONDS = 3
_LOOK_AGAIN_SELDOM = 30
_RULES_SPEAK_WITHIN = timedelta(minutes=1)


def booking_view(booking: Booking, say: Wording, *, now: datetime) -> View:
    """What the guest sees now."""
    match booking.state:
        case State.CONFIRMED:
            return _expected(booking, say, now)
        case State.ARRIVED | State.IN_SERVICE:
            return _here(booking, say)
        case State.RELEASED:
            return _released(booking, say, now)
        case State.FINISHED:
            return _over(booking, say, "finished", Tone.GOOD)
        case State.CANCELLED:
            return _over(booking, say, "cancelled", Tone.OVER)
        case State.NO_SHOW:
            return _over(booking, say, "no_show", Tone.OVER)
        case _:
            assert_never(booking.state)


def cancel_view(booking: Booking, say: Wording, *, now: datetime) -> View:
    """The question before a booking is cancelled; a booking that cannot be cancelled any more shows how it stands."""
    if booking.state is not State.CONFIRMED:
        return booking_view(booking, say, now=now)
    return View(
        language=say.language,
        title=say.say("cancel.title"),
        tone=Tone.WAITING,
        venue_name=say.venue.name,
        lead=[say.say("cancel.lead")],
        facts=_facts(booking, say),
        buttons=[
            Button(action="/cancel", text=say.say("cancel.yes"), weight="danger"),
            Button(action="", text=say.say("cancel.no"), posts=False),
        ],
    )


def _expected(booking: Booking, say: Wording, now: datetime) -> View:
    if booking.late is None:
        key = "confirmed.lead.nights" if say.venue.by_nights else "confirmed.lead"
        title, tone, again = say.say("confirmed.title"), Tone.GOOD, None
        lead = [say.say(key, expected=say.clock(booking.expected_by))]
    else:
        title, lead, again = _late(booking, say, now)
        tone = Tone.WAITING
    why = _explanation(booking, say)
    return View(
        language=say.language,
        title=title,
        tone=tone,
        venue_name=say.venue.name,
        lead=lead,
        facts=_facts(booking, say),
        code=(say.say("label.code"), booking.code),
        why=(say.say("why"), why) if why else None,
        late=_late_form(booking, say, now),
        buttons=[Button(action="/cancel", text=say.say("cancel.button"), posts=False)],
        terms=_terms(booking, say),
        footnote=say.say("local_time"),
        looks_again=again,
    )


def _late(booking: Booking, say: Wording, now: datetime) -> tuple[str, list[str], int | None]:
    late, hold = booking.late, booking.hold
    assert late is not None
    if booking.question is not None:
        return say.say("asked.title"), [say.say("asked.lead")], None
    if hold is None:
        told = "undecided.title.clock" if late.declared_by == "clock" else "undecided.title"
        soon = now - late.declared_at < _RULES_SPEAK_WITHIN
        return say.say(told), [say.say("undecided.lead")], _LOOK_AGAIN_SECONDS if soon else _LOOK_AGAIN_SELDOM
    until = say.clock(hold.until)
    if now >= hold.until:
        return say.say("ended.title", until=until), [say.say("ended.lead")], _LOOK_AGAIN_SECONDS
    # The decision's own words come first, and say the same; without them the page says it.
    lead = [] if _explanation(booking, say) else [_kept(late, hold, booking, say)]
    if booking.party > 1:
        lead.append(say.say("held.one_is_enough"))
    return say.say("held.title", until=until), [*lead, say.say("held.then", until=until)], None


def _kept(late: Late, hold: Hold, booking: Booking, say: Wording) -> str:
    if late.eta is None:
        return say.say("held.lead.no_eta", expected=say.clock(booking.expected_by))
    key = "held.lead.eta" if late.eta <= hold.until else "held.lead.eta_beyond"
    return say.say(key, eta=say.clock(late.eta), until=say.clock(hold.until))


def _explanation(booking: Booking, say: Wording) -> str | None:
    return text_for(booking.hold.texts, say.language) if booking.hold is not None else None


def _here(booking: Booking, say: Wording) -> View:
    lead = [say.say("arrived.lead")]
    if booking.arrived_party is not None and booking.arrived_party < booking.party:
        lead = [say.say("arrived.lead.partly", arrived=booking.arrived_party, party=booking.party)]
    return View(
        language=say.language,
        title=say.say("arrived.title"),
        tone=Tone.GOOD,
        venue_name=say.venue.name,
        lead=lead,
        facts=_facts(booking, say),
        code=(say.say("label.code"), booking.code),
        terms=_terms(booking, say),
        footnote=say.say("local_time"),
    )


def _released(booking: Booking, say: Wording, now: datetime) -> View:
    release = booking.release
    assert release is not None
    if release.decision is not None:
        reason = text_for(release.decision.explanation, say.language)
        lead = [] if reason else [say.say("released.lead.until", until=say.clock(release.decision.until))]
    else:
        lead, reason = [say.say("released.lead.hand")], release.reason
    can_reopen = booking.period.from_(now) is not None
    buttons = [Button(action="/reopen", text=say.say("reopen.button"), weight="strong")] if can_reopen else []
    return View(
        language=say.language,
        title=say.say("released.title"),
        tone=Tone.OVER,
        venue_name=say.venue.name,
        lead=[*lead, say.say("released.next" if can_reopen else "released.over")],
        facts=_facts(booking, say),
        code=(say.say("label.code"), booking.code) if can_reopen else None,
        why=(say.say("why"), reason) if reason else None,
        buttons=buttons,
        terms=_terms(booking, say),
        footnote=say.say("local_time"),
    )


def _over(booking: Booking, say: Wording, state: str, tone: Tone) -> View:
    return View(
        language=say.language,
        title=say.say(f"{state}.title"),
        tone=tone,
        venue_name=say.venue.name,
        lead=[say.say(f"{state}.lead")],
        facts=_facts(booking, say),
        footnote=say.say("local_time"),
    )


def _facts(booking: Booking, say: Wording) -> list[tuple[str, str]]:
    facts = [
        (say.say("label.when"), say.when(booking.period)),
        (say.say("label.party"), say.count(booking.party, "guest")),
    ]
    if booking.state is State.CONFIRMED and booking.late is not None:
        eta = booking.late.eta
        told = say.say("told.eta", eta=say.clock(eta)) if eta is not None else say.say("told.unknown")
        if eta is not None or booking.late.declared_by != "clock":
            facts.append((say.say("label.told"), told))
    return facts


def _terms(booking: Booking, say: Wording) -> tuple[str, list[str]] | None:
    text = text_for(booking.terms.texts, say.language) if booking.terms is not None else None
    return (say.say("terms"), text.splitlines()) if text else None


def _eta_is_settled(booking: Booking) -> bool:
    late, hold = booking.late, booking.hold
    return late is not None and late.eta is not None and hold is not None and late.eta <= hold.until


def _late_form(booking: Booking, say: Wording, now: datetime) -> LateForm | None:
    offered = choices(booking, say.venue, now=now)
    if not offered:
        return None
    hint = "late.choice.in" if now > booking.expected_by else "late.choice.late"
    return LateForm(
        title=say.say("late.title" if booking.late is None else "late.title.again"),
        hint=say.say("late.hint"),
        choices=[
            Choice(
                value=instant.isoformat(),
                time=say.bare_clock(instant),
                hint=say.say(hint, minutes=say.lasting(step)),
            )
            for step, instant in offered
        ],
        time=say.say("late.time"),
        send=say.say("late.send"),
        unknown=say.say("late.unknown"),
        is_open=not _eta_is_settled(booking) and booking.expected_by - now <= _LATE_IS_NEAR,
    )
