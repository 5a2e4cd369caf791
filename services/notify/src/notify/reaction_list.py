"""What notify does about what it hears: the whole list."""

from collections.abc import Awaitable, Callable
from typing import Any

from messaging.heard import HeardEvent
from messaging.reactions import Reaction

from notify import heard
from notify.adapters.work import Work
from notify.heard import BOOKING_EVENTS, GUEST_CONTACTS, POLICY_EVENTS
from notify.reactions.when_booking_goes_on_remember_it import when_booking_goes_on_remember_it
from notify.reactions.when_booking_is_cancelled_confirm_it import when_booking_is_cancelled_confirm_it
from notify.reactions.when_booking_is_changed_write_what_it_is_now import when_booking_is_changed_write_what_it_is_now
from notify.reactions.when_booking_is_confirmed_write_confirmation import when_booking_is_confirmed_write_confirmation
from notify.reactions.when_booking_is_over_drop_what_was_to_be_told import when_booking_is_over_drop_what_was_to_be_told
from notify.reactions.when_booking_is_released_tell_why_and_what_now import (
    when_booking_is_released_tell_why_and_what_now,
)
from notify.reactions.when_contact_is_erased_forget_the_guest import when_contact_is_erased_forget_the_guest
from notify.reactions.when_contact_is_set_keep_it import when_contact_is_set_keep_it
from notify.reactions.when_guest_is_here_drop_what_was_to_be_told import when_guest_is_here_drop_what_was_to_be_told
from notify.reactions.when_hold_is_decided_tell_until_when import when_hold_is_decided_tell_until_when
from notify.reactions.when_offer_expires_tell_the_waiting_party import when_offer_expires_tell_the_waiting_party
from notify.reactions.when_offer_is_settled_drop_its_message import when_offer_is_settled_drop_its_message
from notify.reactions.when_place_is_offered_tell_the_waiting_party import when_place_is_offered_tell_the_waiting_party
from notify.reactions.when_staff_answered_tell_until_when import when_staff_answered_tell_until_when
from notify.reactions.when_terms_are_set_add_them_to_the_confirmation import (
    when_terms_are_set_add_them_to_the_confirmation,
)


def _on(
    topic: str, event_type: str, model: type[HeardEvent], react: Callable[[Any, Work], Awaitable[None]]
) -> Reaction[Work]:
    return Reaction(topic=topic, type=event_type, model=model, react=react)


REACTIONS: tuple[Reaction[Work], ...] = (
    _on(BOOKING_EVENTS, "booking.confirmed.v1", heard.BookingConfirmed, when_booking_is_confirmed_write_confirmation),
    _on(BOOKING_EVENTS, "booking.changed.v1", heard.BookingChanged, when_booking_is_changed_write_what_it_is_now),
    _on(BOOKING_EVENTS, "booking.late_declared.v1", heard.BookingHeard, when_booking_goes_on_remember_it),
    _on(BOOKING_EVENTS, "booking.arrival_reverted.v1", heard.BookingHeard, when_booking_goes_on_remember_it),
    _on(BOOKING_EVENTS, "booking.arrived.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.service_started.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.reopened.v1", heard.BookingHeard, when_guest_is_here_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.finished.v1", heard.BookingHeard, when_booking_is_over_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.no_show_marked.v1", heard.BookingHeard, when_booking_is_over_drop_what_was_to_be_told),
    _on(BOOKING_EVENTS, "booking.released.v1", heard.BookingReleased, when_booking_is_released_tell_why_and_what_now),
    _on(BOOKING_EVENTS, "booking.cancelled.v1", heard.BookingCancelled, when_booking_is_cancelled_confirm_it),
    _on(BOOKING_EVENTS, "waitlist.offered.v1", heard.WaitlistOffer, when_place_is_offered_tell_the_waiting_party),
    _on(BOOKING_EVENTS, "waitlist.offer_expired.v1", heard.WaitlistOffer, when_offer_expires_tell_the_waiting_party),
    _on(BOOKING_EVENTS, "waitlist.offer_accepted.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.offer_declined.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.offer_withdrawn.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(BOOKING_EVENTS, "waitlist.left.v1", heard.WaitlistLeft, when_offer_is_settled_drop_its_message),
    _on(POLICY_EVENTS, "policy.terms_set.v1", heard.TermsSet, when_terms_are_set_add_them_to_the_confirmation),
    _on(POLICY_EVENTS, "policy.hold_decided.v1", heard.HoldDecided, when_hold_is_decided_tell_until_when),
    _on(POLICY_EVENTS, "policy.staff_answered.v1", heard.StaffAnswered, when_staff_answered_tell_until_when),
    _on(GUEST_CONTACTS, "guest.contact_set.v1", heard.GuestContactSet, when_contact_is_set_keep_it),
    _on(GUEST_CONTACTS, "guest.contact_erased.v1", heard.GuestContactErased, when_contact_is_erased_forget_the_guest),
)
