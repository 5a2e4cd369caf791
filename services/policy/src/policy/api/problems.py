"""The one table from policy's broken rules to problems."""

from web.problem_answers import ProblemTable

PROBLEMS: ProblemTable = {}
