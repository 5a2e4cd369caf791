"""What an error of the database means for the caller: try again, wait, or send something else."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsExhausted

from web.problem import Problem

_CONFLICTS = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_UNSTORABLE = {"22021", "22P05", "22003", "22008", "22001"}  # NUL and other characters, out of range, too long
_AWAY_CLASSES = ("08", "57P", "53", "25006")  # connection, shutdown or start-up, resources, read-only after a failover


def sqlstate_of(error: BaseException) -> str | None:
    """The five-character SQLSTATE, when the server gave one."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    return state if isinstance(state, str) else None


def is_conflict(error: BaseException) -> bool:
    """Whether the transaction lost against others and may be run again from its start."""
    return sqlstate_of(error) in _CONFLICTS


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached or could not work."""
    state = sqlstate_of(error)
    if state is not None:
        return state.startswith(_AWAY_CLASSES)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolIsExhausted | ConnectionError | OSError)


def problem_of_database_error(error: BaseException) -> Problem | None:
    """The problem for a database's error; None when it is a bug of ours (a wrong statement, a broken constraint)."""
    if is_conflict(error):
        return Problem(503, "database_busy", "Too many conflicting requests; try again.", headers={"Retry-After": "1"})
    if is_away(error):
        return Problem(503, "database_unavailable", "Nothing was done; try again.", headers={"Retry-After": "2"})
    if _is_unstorable(error):
        return Problem(
            422, "value_not_storable", "A text holds a NUL character, or a number or instant is out of range."
        )
    return None


def _is_unstorable(error: BaseException) -> bool:
    if sqlstate_of(error) in _UNSTORABLE:
        return True
    # asyncpg refuses some values before they reach the server; SQLAlchemy names its class, without a SQLSTATE.
    cause = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error
    return type(cause).__module__.startswith("asyncpg") and type(cause).__name__ == "DataError"
