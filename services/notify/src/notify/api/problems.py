"""What notify's broken rules are over HTTP."""

from web.problem_answers import ProblemTable

PROBLEMS: ProblemTable = {}
