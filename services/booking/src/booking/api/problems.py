"""The one table from broken rules to problems."""

from collections.abc import Callable
from typing import Any

from web.problem import Problem, problem_responses, register_codes
from web.problem_answers import ProblemTable

from booking.adapters.phone import PhoneInvalid
from booking.domain import errors

_CODES: dict[type[Exception], tuple[str, int, str]] = {
    errors.WrongState: ("wrong_state", 409, "Not possible in the present state"),
    errors.AlreadyArrived: ("already_arrived", 409, "The guest has arrived"),
    errors.PromisedUntil: ("promised_until", 409, "The place is promised to the guest"),
    errors.BookingOver: ("booking_over", 409, "The booking's time has ended"),
    errors.TooEarly: ("too_early", 409, "The guest is not expected yet"),
    errors.Closed: ("closed", 409, "The venue is closed at that time"),
    errors.NoPlace: ("no_place", 409, "No place is free"),
    errors.PlaceOffered: ("place_offered", 409, "The place is offered to a party that waits"),
    errors.NothingOffered: ("nothing_offered", 409, "There is no open offer"),
    errors.OfferExpired: ("offer_expired", 410, "The offer has expired"),
    errors.NotLate: ("not_late", 422, "The guest would be in time"),
    errors.EtaInThePast: ("eta_in_the_past", 422, "The told arrival lies in the past"),
    errors.PeriodInvalid: ("period_invalid", 422, "The time cannot be booked here"),
    errors.PartyDoesNotFit: ("party_does_not_fit", 422, "The party does not fit"),
    errors.UnknownResource: ("unknown_resource", 422, "A resource is not known"),
    PhoneInvalid: ("phone_invalid", 422, "The phone number is not valid"),
}
register_codes({code: (status, title) for code, status, title in _CODES.values()})


def _simply(code: str, status: int) -> Callable[[Exception], Problem]:
    return lambda error: Problem(status, code, str(error))


def _no_place(error: errors.NoPlace) -> Problem:
    return Problem(409, "no_place", str(error), free_starts=list(error.free_starts))


def _promised(error: errors.PromisedUntil) -> Problem:
    return Problem(409, "promised_until", str(error), until=error.until)


def _not_found(error: errors.NotFound) -> Problem:
    return Problem(404, "not_found", str(error))


PROBLEMS: ProblemTable = {
    **{kind: _simply(code, status) for kind, (code, status, _) in _CODES.items()},
    errors.NoPlace: _no_place,
    errors.PromisedUntil: _promised,
    errors.NotFound: _not_found,
}

Responses = dict[int | str, dict[str, Any]]


def refusals(*codes: str) -> Responses:
    """OpenAPI's `responses` for these codes; here, so that our own codes are known before any route is described."""
    return problem_responses(*codes)
