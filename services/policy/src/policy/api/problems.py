"""What policy's broken rules are over HTTP."""

from web.problem import Problem
from web.problem_answers import ProblemTable

from policy.commands.answer_question import NotWaiting
from policy.domain.staff_answer import AnswerNotAllowed


def _not_waiting(_: NotWaiting) -> Problem:
    return Problem(409, "not_waiting", "It is no question to staff, or it has been answered, or the booking is over.")


def _answer_not_allowed(error: AnswerNotAllowed) -> Problem:
    return Problem(422, "answer_not_allowed", f"Not possible: {error}.")


PROBLEMS: ProblemTable = {NotWaiting: _not_waiting, AnswerNotAllowed: _answer_not_allowed}
