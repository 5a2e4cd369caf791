"""When a message that was turned away for now is tried again."""

from datetime import timedelta

_DELAYS = (
    timedelta(seconds=2),
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
)
_SPREAD = 0.2


def delay_after(attempts: int, *, chance: float) -> timedelta:
    """How long to wait after the given number of attempts (1 or more), in real time.

    `chance` in [0, 1) spreads the retries of many messages by up to a fifth, so that they do not come all at once.
    Tries go on until the message's moment has passed: there is no last attempt.
    """
    delay = _DELAYS[min(max(attempts, 1), len(_DELAYS)) - 1]
    return delay * (1 + _SPREAD * chance)
