"""What notify's broken rules are over HTTP."""

from collections.abc import Callable
from typing import Any

from web.problem import Problem, problem_responses, register_codes
from web.problem_answers import ProblemTable

from notify.commands.resend_message import GuestErased, MomentPassed, NoSuchMessage, Overtaken, StillOnItsWay

register_codes(
    {
        "message_on_its_way": (409, "The message is still on its way"),
        "moment_passed": (409, "The message's moment has passed"),
        "message_overtaken": (409, "The message has been overtaken"),
        "guest_erased": (409, "The guest has been erased"),
        "template_refused": (422, "The template cannot be used"),
    }
)


def documented(*codes: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses=` for these codes, notify's own among them."""
    return problem_responses(*codes)


def _says(status: int, code: str, detail: str) -> Callable[[Any], Problem]:
    return lambda _: Problem(status, code, detail)


PROBLEMS: ProblemTable = {
    NoSuchMessage: _says(404, "not_found", "There is no such message."),
    StillOnItsWay: _says(409, "message_on_its_way", "It is not sent, failed or dropped yet; wait for that."),
    MomentPassed: _says(409, "moment_passed", "What it says would not be news, or not true, any more."),
    Overtaken: _says(409, "message_overtaken", "The booking has gone on since; what it says is not true any more."),
    GuestErased: _says(409, "guest_erased", "The guest asked to be forgotten and is not written to."),
}
