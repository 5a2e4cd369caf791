"""Refusals, named after the rule that was broken. HTTP gives each its status in one table."""

from collections.abc import Sequence
from datetime import datetime


class RuleBroken(Exception):
    """What was asked for is against a rule of the house; nothing has changed."""


class WrongState(RuleBroken):
    """The booking (or entry) is in a state in which this cannot happen any more, or not yet."""

    def __init__(self, action: str, state: str) -> None:
        super().__init__(f"Cannot {action}: the state is {state}.")


class AlreadyArrived(RuleBroken):
    """A guest who is here is not late."""


class NotLate(RuleBroken):
    """The told arrival is in time, so there is nothing to declare."""


class EtaInThePast(RuleBroken):
    """An arrival can only be expected from now on."""


class PromisedUntil(RuleBroken):
    """The place was promised until an instant that has not come; a promise never gets shorter."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"The place was promised to the guest until {until.isoformat()}.")
        self.until = until


class BookingOver(RuleBroken):
    """The booking's period has ended."""


class TooEarly(RuleBroken):
    """A guest who is not expected yet cannot have failed to come."""


class PeriodInvalid(RuleBroken):
    """The wished period cannot be one of this venue: ends before it starts, too long, lies in the past …"""


class Closed(RuleBroken):
    """The venue is not open for the whole wished period."""


class PartyDoesNotFit(RuleBroken):
    """The resources that were named cannot seat the party."""


class UnknownResource(RuleBroken):
    """A named resource is not one of this venue."""


class NoPlace(RuleBroken):
    """Everything that would fit is taken."""

    def __init__(self, free_starts: Sequence[datetime] = ()) -> None:
        super().__init__("No fitting place is free at that time.")
        self.free_starts = tuple(free_starts)


class PlaceOffered(RuleBroken):
    """The place is offered to somebody who waits; the host may withdraw an unanswered offer."""


class OfferExpired(RuleBroken):
    """The offer's time was over when the answer came; the party waits on."""


class NothingOffered(RuleBroken):
    """There is no open offer to answer."""


class ChangedMeanwhile(RuleBroken):
    """Somebody moved the booking while we were taking its lock; asking again is safe."""


class NotFound(RuleBroken):
    """There is no such thing for this tenant."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what
